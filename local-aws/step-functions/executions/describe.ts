import { mapRunArn, stateMachineArn } from '../../account.ts';
import type { HistoryEvent } from '../history/history.ts';
import { arnOf, type ExecutionRecord } from './execution-index.ts';
import { redriveStatus } from './execution-status.ts';
import type { ExecutionStore } from './execution-store.ts';

/** An execution as DescribeExecution gives it. */
export function describe(record: ExecutionRecord, store: ExecutionStore) {
  const journal = store.journalReader(record);
  const events = journal.count();
  const [[first], [last]] = [journal.read(0, 1), journal.read(events - 1, events)];
  return {
    executionArn: arnOf(record),
    stateMachineArn: stateMachineArn(record.machine),
    name: record.name,
    status: record.status,
    startDate: record.startDate,
    stopDate: record.stopDate,
    input: first!.event.executionStartedEventDetails!.input,
    inputDetails: { included: true },
    ...outcome(last!.event),
    redriveCount: record.redriveCount,
    redriveDate: record.redriveDate,
    ...redriveStatus(record, events),
    ...(record.mapRun !== undefined && { mapRunArn: mapRunArn(record.machine, record.mapRun) }),
  };
}

function outcome(last: HistoryEvent) {
  const { executionSucceededEventDetails: succeeded } = last;
  if (succeeded) return { output: succeeded.output, outputDetails: { included: true } };
  return last.executionFailedEventDetails ?? last.executionAbortedEventDetails ?? {};
}
