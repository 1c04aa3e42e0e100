import { randomUUID } from 'node:crypto';
import type { Operation } from '../../gateway/json-service.ts';
import { invalidExecutionInput, invalidField, invalidName } from '../errors.ts';
import { arnOf } from '../executions/execution-index.ts';
import type { Executions } from '../executions/executions.ts';
import { dataLimit } from '../interpreter/data-limit.ts';
import { stateMachineArnIn } from './arn.ts';
import type { Machines } from './machines.ts';
import { type Request, shortText, text } from './request.ts';

const executionName = /^[0-9A-Za-z_-]{1,80}$/;

export const startExecution =
  (machines: Machines, executions: Executions): Operation =>
  async (request) => {
    const { name: machine, revision } = machines.find(stateMachineArnIn(request));
    const name = text(request, 'name') ?? randomUUID();
    if (!executionName.test(name)) throw invalidName(name);
    const record = executions.start({ machine, revision, name, input: inputOf(request) });
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
