import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, type RequestFailed } from '../../api/client.ts';
import type { Answer, Request, RouteName } from '../../api/routes.ts';

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
  'execution',
  'batches',
  'people',
  'person',
  'unknownFaces',
]);
