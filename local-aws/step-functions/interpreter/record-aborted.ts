import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { EventDetails } from '../history/history-event.ts';
import type { Branch } from './branch.ts';

/**
 * Records what became of the branches of a Map or Parallel state when one of them failed, as AWS does: each
 * iteration and the state it was in, all following from the event that failed. The state goes on from there.
 */
export function recordAborted(parent: Branch, failed: Branch): void {
  parent.previous = failed.previous;
  recordBranches(parent, failed.previous, failed);
}

function recordBranches(parent: Branch, previous: number, failed?: Branch): void {
  const { name, type, branches } = parent.current!;
  for (const branch of branches) {
    const append = (event: HistoryEventType, details?: EventDetails) =>
      branch.run.history.append({ type: event, previous, details, branch: branch.path });
    if (type === 'Map') append(...iterationEnded(branch, failed, { name, index: branch.path.at(-1)! }));
    const at = branch.current?.type;
    if (at === 'Task' || at === 'Wait' || at === 'Map' || at === 'Parallel') append(`${at}StateAborted`);
    if (branch.current) recordBranches(branch, previous);
  }
  parent.current!.branches = [];
}

function iterationEnded(
  branch: Branch,
  failed: Branch | undefined,
  iteration: { name: string; index: number },
): [HistoryEventType, EventDetails] {
  return branch === failed
    ? ['MapIterationFailed', { mapIterationFailedEventDetails: iteration }]
    : ['MapIterationAborted', { mapIterationAbortedEventDetails: iteration }];
}
