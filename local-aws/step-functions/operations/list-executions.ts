import { invalidField } from '../errors.ts';
import { arnOf, type ExecutionRecord } from '../executions/execution-index.ts';
import { findMachine, type Machine, type Operation } from './operation.ts';
import { nextToken, oneOf, page, type Request, stateMachineArnIn } from './request.ts';

const statuses = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/** Newest first. The token names the last execution given, so a page does not shift when others start. */
export const listExecutions: Operation = (request, context) => {
  if (request.mapRunArn !== undefined) {
    throw invalidField('mapRunArn', `'${request.mapRunArn}'`, 'There are no Map Runs here');
  }
  const machine = findMachine(context, stateMachineArnIn(request));
  const wanted = filter(machine, request);
  const { size, after } = page(request);
  // One more than the page holds, to see whether there is another page.
  const found = context.store.index
    .newestFirst(after)
    .filter(wanted)
    .take(size + 1)
    .toArray();
  const given = found.slice(0, size);
  return {
    executions: given.map((record) => listed(machine, record)),
    ...(found.length > size && { nextToken: nextToken(given.at(-1)!.sequence) }),
  };
};

function filter(machine: Machine, request: Request): (record: ExecutionRecord) => boolean {
  const status = oneOf(request, 'statusFilter', statuses);
  const redriven = oneOf(request, 'redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']);
  return (record) =>
    record.machine === machine.name &&
    (status === undefined || record.status === status) &&
    (redriven === undefined || (redriven === 'REDRIVEN') === record.redriveCount > 0);
}

function listed(machine: Machine, record: ExecutionRecord) {
  const { name, status, startDate, stopDate, redriveCount, redriveDate } = record;
  const executionArn = arnOf(record);
  return {
    ...{ executionArn, stateMachineArn: machine.arn, name, status },
    ...{ startDate, stopDate, redriveCount, redriveDate },
  };
}
