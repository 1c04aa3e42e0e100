import { mapRunArn, stateMachineArn } from '../../account.ts';
import { invalidField } from '../errors.ts';
import { arnOf, type ExecutionRecord } from '../executions/execution-index.ts';
import { findMapRun } from './map-runs.ts';
import { findMachine, type Operation, type OperationContext } from './operation.ts';
import { nextToken, oneOf, page, type Request, stateMachineArnIn } from './request.ts';

const statuses = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] as const;

/** Newest first. The token names the last execution given, so a page does not shift when others start. */
export const listExecutions: Operation = (request, context) => {
  const wanted = filter(belongs(request, context), request);
  const { size, after } = page(request);
  // One more than the page holds, to see whether there is another page.
  const found = context.store.index
    .newestFirst(after)
    .filter(wanted)
    .take(size + 1)
    .toArray();
  const given = found.slice(0, size);
  return {
    executions: given.map(listed),
    ...(found.length > size && { nextToken: nextToken(given.at(-1)!.sequence) }),
  };
};

type Test = (record: ExecutionRecord) => boolean;

/** To the machine, or to the Map Run. */
function belongs(request: Request, context: OperationContext): Test {
  if (request.mapRunArn === undefined) {
    const { name } = findMachine(context, stateMachineArnIn(request));
    return ({ machine }) => machine === name;
  }
  if (request.stateMachineArn !== undefined)
    throw invalidField(
      'mapRunArn',
      `'${request.mapRunArn}'`,
      'Only one of stateMachineArn and mapRunArn can be given',
    );
  const { id } = findMapRun(request, context);
  return ({ mapRun }) => mapRun === id;
}

function filter(belongs: Test, request: Request): Test {
  const status = oneOf(request, 'statusFilter', statuses);
  const redriven = oneOf(request, 'redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']);
  return (record) =>
    belongs(record) &&
    (status === undefined || record.status === status) &&
    (redriven === undefined || (redriven === 'REDRIVEN') === record.redriveCount > 0);
}

function listed(record: ExecutionRecord) {
  const { machine, name, status, startDate, stopDate, redriveCount, redriveDate, mapRun } = record;
  return {
    ...{ executionArn: arnOf(record), stateMachineArn: stateMachineArn(machine), name, status },
    ...{ startDate, stopDate, redriveCount, redriveDate },
    ...(mapRun !== undefined && { mapRunArn: mapRunArn(machine, mapRun), itemCount: 1 }),
  };
}
