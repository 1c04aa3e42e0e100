import { randomUUID } from 'node:crypto';
import { invalidExecutionInput, invalidField, invalidName } from '../errors.ts';
import { arnOf } from '../executions/execution-index.ts';
import { dataLimit } from '../interpreter/data-limit.ts';
import { findMachine, type Operation } from './operation.ts';
import { executionArnIn, type Request, shortText, stateMachineArnIn, text } from './request.ts';

const executionName = /^[0-9A-Za-z_-]{1,80}$/;

export const startExecution: Operation = (request, context) => {
  const { name: machine, revision } = findMachine(context, stateMachineArnIn(request));
  const name = text(request, 'name') ?? randomUUID();
  if (!executionName.test(name)) throw invalidName(name);
  const record = context.executions.start({ machine, revision, name, input: inputOf(request) });
  return { executionArn: arnOf(record), startDate: record.startDate };
};

function inputOf(request: Request): string {
  const input = shortText(request, 'input', dataLimit) ?? '{}';
  if (Buffer.byteLength(input) > dataLimit) {
    throw invalidField('input', 'of too many bytes', `Member must have at most ${dataLimit} bytes`);
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw invalidExecutionInput(input === '' ? 'Invalid execution input.' : (error as Error).message);
  }
  return input;
}

/** Of an execution that is over it gives the date it ended. */
export const stopExecution: Operation = (request, { store, executions }) => {
  const arn = executionArnIn(request);
  const error = shortText(request, 'error', 256);
  const cause = shortText(request, 'cause', 32_768);
  executions.stop(store.find(arn), {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  });
  return { stopDate: store.find(arn).stopDate };
};

/** Seconds in which AWS answers a repeated clientToken with the redrive it belongs to. */
const tokenLifetime = 15 * 60;

export const redriveExecution: Operation = (request, { store, executions, redriveTokens }) => {
  const arn = executionArnIn(request);
  const token = `${arn} ${shortText(request, 'clientToken', 64)}`;
  const before = redriveTokens.get(token);
  if (request.clientToken && before && Date.now() / 1000 - before < tokenLifetime)
    return { redriveDate: before };
  const { redriveDate } = executions.redrive(store.find(arn));
  redriveTokens.set(token, redriveDate!);
  return { redriveDate };
};
