import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionArn, stateMachineArn } from '../../account.ts';
import { invalidField, resourceNotFound } from '../errors.ts';
import { whyNotRedrivable } from '../executions/execution-status.ts';
import { arnOf, type MapRunRecord } from '../map-runs/map-run-index.ts';
import type { Operation, OperationContext } from './operation.ts';
import { executionArnIn, mapRunArnIn, nextToken, page, type Request } from './request.ts';

export const describeMapRun: Operation = (request, context) => {
  const record = findMapRun(request, context);
  const { executionArn, status, startDate, stopDate, maxConcurrency, toleratedFailureCount } = record;
  const counts = countsOf(record, context);
  return {
    ...{ mapRunArn: arnOf(record), executionArn, status, startDate, stopDate, maxConcurrency },
    ...{ toleratedFailureCount, toleratedFailurePercentage: 0 },
    ...{ itemCounts: counts, executionCounts: counts },
    ...{ redriveCount: record.redriveCount, redriveDate: record.redriveDate },
  };
};

export const listMapRuns: Operation = (request, { store, mapRuns }) => {
  const { size, after = 0 } = page(request, 1024);
  const parent = executionArnIn(request);
  store.find(parent);
  const all = mapRuns.index.ofExecution(parent);
  return {
    mapRuns: all.slice(after, after + size).map((record) => ({
      mapRunArn: arnOf(record),
      executionArn: parent,
      stateMachineArn: stateMachineArn(record.machine),
      ...{ startDate: record.startDate, stopDate: record.stopDate },
    })),
    ...(after + size < all.length && { nextToken: nextToken(after + size) }),
  };
};

/** As on AWS, of one that runs; percentages are not supported here. */
export const updateMapRun: Operation = (request, context) => {
  const record = findMapRun(request, context);
  if (request.toleratedFailurePercentage !== undefined)
    throw invalidField(
      'toleratedFailurePercentage',
      `'${request.toleratedFailurePercentage}'`,
      'It is not supported here',
    );
  const change = {
    ...count(request, 'maxConcurrency'),
    ...count(request, 'toleratedFailureCount'),
  };
  if (Object.keys(change).length === 0)
    throw invalidField(
      'maxConcurrency',
      'null',
      'At least one of maxConcurrency and toleratedFailureCount must be given',
    );
  context.mapRuns.update(record, change);
  return {};
};

function count(request: Request, field: string) {
  const value = request[field];
  if (value === undefined || value === null) return {};
  if (Number.isInteger(value) && Number(value) >= 0) return { [field]: Number(value) };
  throw invalidField(field, `'${value}'`, 'Member must have value greater than or equal to 0');
}

/** Throws ResourceNotFound. */
export function findMapRun(request: Request, { mapRuns }: OperationContext): MapRunRecord {
  const arn = mapRunArnIn(request);
  const record = mapRuns.index.get(arn);
  if (!record) throw resourceNotFound(arn);
  return record;
}

const names: Readonly<Record<ExecutionStatus, string>> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'pendingRedrive',
};

/** Of its children, of which each has one item. */
function countsOf({ id, machine, total, resultsWritten }: MapRunRecord, { store }: OperationContext) {
  const counts: Record<string, number> = {
    ...{ running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0 },
    ...{ pendingRedrive: 0, failuresNotRedrivable: 0 },
  };
  const children = store.index.childrenOf(id);
  for (const child of children.values()) {
    counts[names[child.status]]! += 1;
    if (child.status === 'RUNNING' || child.status === 'SUCCEEDED') continue;
    const events = store.journalReader(store.find(executionArn(machine, child.name))).count();
    if (whyNotRedrivable(child, events)) counts.failuresNotRedrivable! += 1;
  }
  return {
    ...counts,
    pending: Math.max(0, total - children.size),
    total: Math.max(total, children.size),
    resultsWritten,
  };
}
