import Checkbox from '@cloudscape-design/components/checkbox';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useCallback, useMemo } from 'react';
import { type PhotoStatus, photoStatus } from '../../../statemachine/payloads.ts';
import { type ExecutionStatus, executionStatus, type ListQuery } from '../../api/execution.ts';
import type { Counts } from '../../api/system.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { useAddress } from '../shell/address.ts';
import { later } from '../shell/later.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { executionStatuses } from './execution-status.tsx';
import { type Filters, queryOf, readFilters, writeFilters } from './filters.ts';
import { PersonFilter } from './person-filter.tsx';
import { SortField } from './sort-order.tsx';
import { firstPage } from './use-pages.ts';

// A calendar is large, and the list is there before it.
const PeriodFilter = later(
  () => import('./period-filter.tsx'),
  <Input value="" readOnly placeholder="Started at any time" ariaLabel="Started" />,
);

const anyStatus = { value: '', label: 'Any status' };
const statusOptions = [
  anyStatus,
  ...executionStatus.options.map((value) => ({ value, label: executionStatuses[value].word })),
];

export function ExecutionFilters({ filters, onChange }: Pick<ChosenFilters, 'filters' | 'onChange'>) {
  const { counts: every } = usePollEvery();
  const counts = useAnswer('counts', {}, { every, fresh: every }).data;
  const search = useCallback((wanted: string) => onChange({ search: wanted || undefined }), [onChange]);
  const records = recordOptions(counts);
  return (
    <div className="filters">
      <SearchField value={filters.search ?? ''} label="Find by photo or execution name" onSearch={search} />
      <Select
        options={statusOptions}
        selectedOption={statusOptions.find(({ value }) => value === filters.status) ?? anyStatus}
        onChange={({ detail }) =>
          onChange({ status: (detail.selectedOption.value || undefined) as ExecutionStatus })
        }
        ariaLabel="Status"
      />
      <PeriodFilter period={filters.period} onChange={(period) => onChange({ period })} />
      <Select
        options={records}
        selectedOption={records.find(({ value }) => value === filters.record) ?? records[0]!}
        onChange={({ detail }) =>
          onChange({ record: (detail.selectedOption.value || undefined) as PhotoStatus })
        }
        ariaLabel="Record"
      />
      <PersonFilter person={filters.person} onChange={(person) => onChange({ person })} />
      <SortField sort={filters.sort} onChange={(sort) => onChange({ sort })} />
      <Checkbox
        checked={filters.unknown ?? false}
        onChange={({ detail }) => onChange({ unknown: detail.checked || undefined })}
      >
        Has unknown faces{counts && ` (${counts.withUnknown.toLocaleString('en')})`}
      </Checkbox>
    </div>
  );
}

/** With how many photos have such a record. */
const recordOptions = (counts: Counts | undefined) => [
  { value: '', label: 'Any record' },
  ...photoStatus.options.map((value) => ({
    value,
    label: counts ? `${value} (${counts.byStatus[value].toLocaleString('en')})` : value,
  })),
];

interface ChosenFilters {
  readonly filters: Filters;
  /** Stays the same until the filters change: a relative period is counted back from then. */
  readonly query: ListQuery;
  /** Each as given; those that are not stay. */
  readonly onChange: (changes: Filters) => void;
  readonly onClear: () => void;
}

export function useFilters(): ChosenFilters {
  const [address, change] = useAddress();
  const written = JSON.stringify(readFilters(address));
  return useMemo(() => {
    const filters = JSON.parse(written) as Filters;
    return {
      filters,
      query: queryOf(filters, new Date()),
      onChange: (changes) => {
        // What is typed comes bit by bit: Back leads to before it.
        const replace = 'search' in changes && filters.search !== undefined;
        change({ ...firstPage, ...writeFilters({ ...filters, ...changes }) }, { replace });
      },
      onClear: () => change({ ...firstPage, ...writeFilters({}) }),
    };
  }, [written, change]);
}
