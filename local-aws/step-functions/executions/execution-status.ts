import type { ExecutionStatus, HistoryEventType } from '@aws-sdk/client-sfn';
import { longestHistory } from '../history/history.ts';
import type { ExecutionRecord } from './execution-index.ts';

const endings: Partial<Record<HistoryEventType, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/** The status that an event leaves an execution in. */
export const statusAfter = (type: HistoryEventType): ExecutionStatus => endings[type] ?? 'RUNNING';

const day = 24 * 60 * 60;
const longestExecution = 365 * day;
const redrivablePeriod = 14 * day;

/** Why an execution cannot be redriven, in AWS's words; undefined when it can. `events` is its history's length. */
export function whyNotRedrivable(
  { status, startDate, stopDate = 0 }: ExecutionRecord,
  events: number,
  now = Date.now() / 1000,
): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (events >= longestHistory - 1) return 'Execution history event limit exceeded';
  if (now - startDate > longestExecution) return 'Execution has exceeded the max execution time';
  if (now - stopDate > redrivablePeriod) return 'Execution redrivable period exceeded';
}

/** What DescribeExecution says of it: a child is redriven with its Map Run only. */
export function redriveStatus(record: ExecutionRecord, events: number) {
  const reason = whyNotRedrivable(record, events);
  if (reason) return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
  return { redriveStatus: record.mapRun === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
}
