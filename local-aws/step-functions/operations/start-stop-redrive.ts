import { randomUUID } from 'node:crypto';
import { executionNotRedrivable, invalidExecutionInput, invalidField } from '../errors.ts';
import { arnOf } from '../executions/execution-index.ts';
import { executionName } from '../executions/execution-name.ts';
import { dataLimit } from '../interpreter/data-limit.ts';
import { findMachine, type Operation } from './operation.ts';
import { parserMessage } from './parser-message.ts';
import { executionArnIn, type Request, shortText, stateMachineArnIn, text } from './request.ts';

export const startExecution: Operation = (request, context) => {
  const { name: machine, revision } = findMachine(context, stateMachineArnIn(request));
  const name = executionName(text(request, 'name') ?? randomUUID());
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
    throw invalidExecutionInput(parserMessage(input) ?? (error as Error).message);
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

const childIsRedrivenByMapRun =
  'Child executions are redriven with their Map Run, by a redrive of its execution';

/** Seconds in which AWS answers a repeated clientToken with the redrive it belongs to. */
const tokenLifetime = 15 * 60;

export const redriveExecution: Operation = (request, { store, executions, redriveTokens }) => {
  const arn = executionArnIn(request);
  const token = `${arn} ${shortText(request, 'clientToken', 64)}`;
  const before = redriveTokens.get(token);
  if (request.clientToken && before && Date.now() / 1000 - before < tokenLifetime)
    return { redriveDate: before };
  const record = store.find(arn);
  if (record.mapRun !== undefined) throw executionNotRedrivable(childIsRedrivenByMapRun);
  const { redriveDate } = executions.redrive(record);
  redriveTokens.set(token, redriveDate!);
  return { redriveDate };
};
