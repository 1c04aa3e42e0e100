import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ListQuery } from '../../api/execution.ts';
import { type Filters, queryOf, readFilters, writeFilters } from './filters.ts';

export interface ChosenFilters {
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
