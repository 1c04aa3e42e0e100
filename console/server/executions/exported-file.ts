import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { executionName } from '../../api/execution-name.ts';
import { eventsOf } from './events.ts';
import { describe } from './execution.ts';
import type { Histories } from './history.ts';

export const exportQuery = z.object({
  execution: executionName,
  what: z.enum(['history', 'input', 'output', 'definition']),
});

/** A file to keep: the history as `aws stepfunctions get-execution-history` prints it, and JSON as it was given. */
export async function exportedFile(
  target: Target,
  histories: Histories,
  { execution: name, what }: z.output<typeof exportQuery>,
): Promise<{ name: string; json: string }> {
  return { name: `${name}-${what}.json`, json: await read() };

  async function read(): Promise<string> {
    if (what === 'history')
      return JSON.stringify({ events: await eventsOf(target, histories, name) }, undefined, 2);
    const execution = await describe(target, name);
    if (what !== 'definition') return execution[what] ?? 'null';
    const { executionArn } = execution;
    const machine = await target.sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return machine.definition!;
  }
}
