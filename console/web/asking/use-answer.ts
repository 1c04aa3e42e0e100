import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ask, type RequestFailed } from '../../api/client.ts';
import type { Answer, Request, RouteName } from '../../api/routes.ts';

interface Options<Name extends RouteName> {
  /** Milliseconds until it is asked again while the page is seen; a function decides by the last answer. */
  readonly every?: number | ((answer: Answer<Name> | undefined) => number | false);
  readonly enabled?: boolean;
  /** Whether the answer to the former request is shown until the new one's arrives. */
  readonly keep?: boolean;
  /** Milliseconds for which an answer needs no second look. */
  readonly fresh?: number;
}

/** What the server answers; one answer per request is kept, wherever on the page it is used. */
export function useAnswer<Name extends RouteName>(
  name: Name,
  request: Request<Name>,
  { every, enabled = true, keep = false, fresh = 0 }: Options<Name> = {},
): UseQueryResult<Answer<Name>, RequestFailed> {
  return useQuery<Answer<Name>, RequestFailed>({
    queryKey: [name, request],
    queryFn: ({ signal }) => ask(name, request, { signal }),
    enabled,
    staleTime: fresh,
    refetchInterval: ({ state: { data, error } }) => {
      // What was refused is refused again. A server that stopped answering may come back, and what it said stays.
      const refused = error && error.status >= 400 && error.status < 500;
      if (refused || (error && data === undefined)) return false;
      return (typeof every === 'function' ? every(data) : every) ?? false;
    },
    placeholderData: keep ? keepPreviousData : undefined,
  });
}
