import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type ExecutionStatus, executionStatus, type ListQuery } from '../../api/execution.ts';
import { later } from '../shell/later.tsx';
import { executionStatuses } from './execution-status.tsx';
import { type Filters, queryOf, readFilters, writeFilters } from './filters.ts';

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

/** Milliseconds after the last key before it is searched: each search may cost many calls on AWS. */
const pauseInTyping = 400;

export function ExecutionFilters({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const { search = '' } = filters;
  const [typed, setTyped] = useState(search);
  const [searched, setSearched] = useState(search);
  if (search !== searched) {
    // Cleared, or another address: not by typing here, which is what is searched already.
    setSearched(search);
    if (search !== typed.trim()) setTyped(search);
  }
  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => onChange({ ...filters, search: typed.trim() }), pauseInTyping);
    return () => clearTimeout(timer);
  }, [typed, search, filters, onChange]);

  return (
    <div className="filters">
      <Input
        type="search"
        value={typed}
        onChange={({ detail }) => setTyped(detail.value)}
        placeholder="Find by photo or execution name"
        ariaLabel="Find by photo or execution name"
        clearAriaLabel="Clear the search"
      />
      <Select
        options={statusOptions}
        selectedOption={statusOptions.find(({ value }) => value === filters.status) ?? anyStatus}
        onChange={({ detail }) =>
          onChange({ ...filters, status: (detail.selectedOption.value || undefined) as ExecutionStatus })
        }
        ariaLabel="Status"
      />
      <PeriodFilter period={filters.period} onChange={(period) => onChange({ ...filters, period })} />
    </div>
  );
}

interface ChosenFilters {
  readonly filters: Filters;
  /** Stays the same until the filters change: a relative period is counted back from then. */
  readonly query: ListQuery;
  readonly setFilters: (filters: Filters) => void;
}

export function useFilters(): ChosenFilters {
  const address = useSearch();
  const [, go] = useLocation();
  return useMemo(() => {
    const filters = readFilters(address);
    return {
      filters,
      query: queryOf(filters, new Date()),
      setFilters: (changed: Filters) => {
        const written = writeFilters(changed);
        go(written ? `/?${written}` : '/', { replace: true });
      },
    };
  }, [address, go]);
}
