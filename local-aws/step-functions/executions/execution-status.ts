import type { ExecutionStatus, HistoryEventType } from '@aws-sdk/client-sfn';
import type { JournalLine } from '../history/history-event.ts';

const endings: Partial<Record<HistoryEventType, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/** The status that an event leaves an execution in. */
export const statusAfter = (type: HistoryEventType): ExecutionStatus => endings[type] ?? 'RUNNING';

/** What the index says about an execution, taken from its journal. */
export function summarize(journal: readonly JournalLine[]) {
  const last = journal.at(-1)!.event;
  const status = statusAfter(last.type);
  const redrives = journal.filter(({ event }) => event.type === 'ExecutionRedriven');
  return {
    status,
    stopDate: status === 'RUNNING' ? undefined : last.timestamp,
    redriveCount: redrives.length,
    redriveDate: redrives.at(-1)?.event.timestamp,
  };
}
