import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useEffect, useState } from 'react';
import { type ExecutionStatus, executionStatus } from '../../api/execution.ts';
import { executionStatuses } from './execution-status.tsx';
import type { Filters, Period, Unit } from './filters.ts';

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
  const [typed, setTyped] = useState(filters.search ?? '');
  useEffect(() => {
    if (typed.trim() === (filters.search ?? '')) return;
    const timer = setTimeout(() => onChange({ ...filters, search: typed.trim() }), pauseInTyping);
    return () => clearTimeout(timer);
  }, [typed, filters, onChange]);

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
      <DateRangePicker
        value={shownPeriod(filters.period)}
        onChange={({ detail }) => onChange({ ...filters, period: chosenPeriod(detail.value) })}
        relativeOptions={relativePeriods}
        isValidRange={isValidRange}
        placeholder="Started at any time"
        ariaLabel="Started"
        expandToViewport
        hideTimeOffset
      />
    </div>
  );
}

const relativePeriods: DateRangePickerProps.RelativeOption[] = [
  { key: 'hour', amount: 1, unit: 'hour', type: 'relative' },
  { key: 'day', amount: 1, unit: 'day', type: 'relative' },
  { key: 'week', amount: 1, unit: 'week', type: 'relative' },
  { key: 'month', amount: 1, unit: 'month', type: 'relative' },
];

function shownPeriod(period: Period | undefined): DateRangePickerProps.Value | null {
  if (!period) return null;
  if (period.type === 'absolute') return { type: 'absolute', startDate: period.from, endDate: period.to };
  const option = relativePeriods.find(({ amount, unit }) => amount === period.amount && unit === period.unit);
  return { ...period, key: option?.key };
}

function chosenPeriod(value: DateRangePickerProps.Value | null): Period | undefined {
  if (!value) return undefined;
  if (value.type === 'absolute') return { type: 'absolute', from: value.startDate, to: value.endDate };
  return { type: 'relative', amount: value.amount, unit: value.unit as Unit };
}

function isValidRange(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type === 'absolute' && !(Date.parse(value.startDate) < Date.parse(value.endDate)))
    return { valid: false, errorMessage: 'Expected a start before the end' };
  if (
    value?.type === 'relative' &&
    !(value.amount > 0 && ['minute', 'hour', 'day', 'week', 'month'].includes(value.unit))
  )
    return { valid: false, errorMessage: 'Expected a number of minutes, hours, days, weeks or months' };
  return { valid: true };
}
