import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ask, type RequestFailed } from '../api/client.ts';
import type { Answer, Request, RouteName } from '../api/routes.ts';
import type { System } from '../api/system.ts';

interface Options<Name extends RouteName> {
  /** Milliseconds until it is asked again while the page is seen; a function decides by the last answer. */
  readonly every?: number | ((answer: Answer<Name> | undefined) => number | false);
  readonly enabled?: boolean;
  /** Whether the answer to the former request is shown until the new one's arrives. */
  readonly keep?: boolean;
  /** Milliseconds for which an answer needs no second look. */
  readonly fresh?: number;
  /** What the answer is of, when the request does not tell: another version is another answer. */
  readonly version?: string;
}

/** What the server answers; one answer per request is kept, wherever on the page it is used. */
export function useAnswer<Name extends RouteName>(
  name: Name,
  request: Request<Name>,
  { every, enabled = true, keep = false, fresh = 0, version }: Options<Name> = {},
): UseQueryResult<Answer<Name>, RequestFailed> {
  return useQuery<Answer<Name>, RequestFailed>({
    queryKey: [name, request, version],
    queryFn: ({ signal }) => ask(name, request, { signal }),
    enabled,
    staleTime: fresh,
    refetchInterval: ({ state: { data, error } }) => {
      // What was refused is refused again. A server that stopped answering may come back, and what it said stays.
      const refused = error && error.status >= 400 && error.status < 500;
      const gone = error?.status === 0;
      if (refused || (error && !gone && data === undefined)) return false;
      const interval = (typeof every === 'function' ? every(data) : every) ?? false;
      // What was never asked again has to be, once the server is back.
      return gone && interval === false ? whileGone : interval;
    },
    placeholderData: keep ? keepPreviousData : undefined,
  });
}

/** Milliseconds between two looks for a server that is away, by what is not looked at again otherwise. */
const whileGone = 3_000;

/** Has the server do something; afterwards everything shown that it may have changed is asked for again. */
export function useAction<Name extends RouteName>(
  name: Name,
): UseMutationResult<Answer<Name>, RequestFailed, Request<Name>> {
  const queries = useQueryClient();
  return useMutation<Answer<Name>, RequestFailed, Request<Name>>({
    mutationFn: (request) => ask(name, request),
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey: [asked] }) => changes.has(asked) }),
  });
}

/** Everything but what only the server's start decides, or a definition that an execution keeps for ever. */
const changes: ReadonlySet<unknown> = new Set<RouteName>([
  'system',
  'counts',
  'listExecutions',
  'needsLook',
  'photo',
  'execution',
  'redrives',
  'runs',
  'run',
  'people',
  'person',
  'unknownFaces',
  'putAwayFaces',
  'likenessGroups',
]);

/** The cloud behind the console; undefined until it has answered. */
export function useSystem(): System | undefined {
  return useAnswer('system', {}, { fresh: 10_000, every: 60_000 }).data;
}

/** Until the server has said how often it may be asked. */
const patience = { list: 3_000, execution: 2_000, counts: 10_000 };

export const usePollEvery = (): System['pollEvery'] => useSystem()?.pollEvery ?? patience;
