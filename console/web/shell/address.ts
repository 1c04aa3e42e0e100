import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** By their names; undefined takes one out. */
type Changes = Readonly<Record<string, string | undefined>>;

/**
 * What a page shows, as far as the user chose it, stands in its address: it survives a reload, can be sent to somebody,
 * and Back brings it back. With `replace` Back leads to where one was before, and not to the former choice.
 */
export function useAddress(): [URLSearchParams, (changes: Changes, how?: { replace?: boolean }) => void] {
  const search = useSearch();
  const [, go] = useLocation();
  const chosen = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback(
    (changes: Changes, { replace = false } = {}) => {
      // As it is by now: two changes may come at once.
      const { pathname, search } = window.location;
      const changed = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) changed.set(name, value);
        else changed.delete(name);
      }
      const written = changed.toString();
      if (written !== new URLSearchParams(search).toString())
        go(written ? `${pathname}?${written}` : pathname, { replace });
    },
    [go],
  );
  return [chosen, change];
}
