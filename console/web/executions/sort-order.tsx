import Select from '@cloudscape-design/components/select';
import { type SortOrder, sortOrder } from '../../api/execution.ts';
import type { Filters } from './filters.ts';

export const sortOrders: Readonly<Record<SortOrder, string>> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  photo: 'By the photo’s name',
  faces: 'Most faces first',
  unknown: 'Most unknown faces first',
  failed: 'Most failed faces first',
};

const options = sortOrder.options.map((value) => ({ value, label: sortOrders[value] }));

export function SortField({
  sort = 'newest',
  onChange,
}: {
  sort: Filters['sort'] | 'newest';
  onChange: (sort: Filters['sort']) => void;
}) {
  return (
    <Select
      options={options}
      selectedOption={options.find(({ value }) => value === sort)!}
      onChange={({ detail }) => {
        const chosen = detail.selectedOption.value as SortOrder;
        onChange(chosen === 'newest' ? undefined : chosen);
      }}
      ariaLabel="Sort"
    />
  );
}
