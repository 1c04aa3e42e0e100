import { stateMachineArn } from '../../account.ts';
import { arnOf } from '../executions/execution-index.ts';
import { whyNotRedrivable } from '../executions/execution-status.ts';
import type { HistoryEvent } from '../history/history.ts';
import type { Operation } from './operation.ts';
import { executionArnIn } from './request.ts';

export const describeExecution: Operation = (request, { store }) => {
  const record = store.find(executionArnIn(request));
  const journal = store.journalReader(record);
  const events = journal.count();
  const [[first], [last]] = [journal.read(0, 1), journal.read(events - 1, events)];
  const reason = whyNotRedrivable(record, events);
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
    redriveStatus: reason ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    redriveStatusReason: reason,
  };
};

function outcome(last: HistoryEvent) {
  const { executionSucceededEventDetails: succeeded } = last;
  if (succeeded) return { output: succeeded.output, outputDetails: { included: true } };
  return last.executionFailedEventDetails ?? last.executionAbortedEventDetails ?? {};
}
