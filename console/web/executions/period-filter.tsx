import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import { type Period, units } from './filters.ts';

/** When an execution started. */
export default function PeriodFilter({
  period,
  onChange,
}: {
  period: Period | undefined;
  onChange: (period: Period | undefined) => void;
}) {
  return (
    <DateRangePicker
      value={shownPeriod(period)}
      onChange={({ detail }) => onChange(chosenPeriod(detail.value))}
      relativeOptions={relativePeriods}
      customRelativeRangeUnits={[...units]}
      isValidRange={isValidRange}
      placeholder="Started at any time"
      ariaLabel="Started"
      expandToViewport
      hideTimeOffset
      i18nStrings={{ formatRelativeRange }}
    />
  );
}

const relativePeriods: DateRangePickerProps.RelativeOption[] = [
  { key: 'hour', amount: 1, unit: 'hour', type: 'relative' },
  { key: 'day', amount: 1, unit: 'day', type: 'relative' },
  { key: 'week', amount: 1, unit: 'week', type: 'relative' },
  { key: 'month', amount: 1, unit: 'month', type: 'relative' },
];

const formatRelativeRange = ({ amount, unit }: DateRangePickerProps.RelativeValue) =>
  amount === 1 ? `Last ${unit}` : `Last ${amount} ${unit}s`;

function shownPeriod(period: Period | undefined): DateRangePickerProps.Value | null {
  if (!period) return null;
  if (period.type === 'absolute') return { type: 'absolute', startDate: period.from, endDate: period.to };
  const option = relativePeriods.find(({ amount, unit }) => amount === period.amount && unit === period.unit);
  return { ...period, key: option?.key };
}

function chosenPeriod(value: DateRangePickerProps.Value | null): Period | undefined {
  if (!value) return undefined;
  if (value.type === 'absolute') return { type: 'absolute', from: value.startDate, to: value.endDate };
  const unit = units.find((each) => each === value.unit);
  return unit && { type: 'relative', amount: value.amount, unit };
}

function isValidRange(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type === 'absolute' && !(Date.parse(value.startDate) < Date.parse(value.endDate)))
    return { valid: false, errorMessage: 'Expected a start before the end' };
  if (value?.type === 'relative' && !(value.amount > 0 && value.amount < 10_000))
    return { valid: false, errorMessage: 'Expected a number from 1 to 9999' };
  return { valid: true };
}
