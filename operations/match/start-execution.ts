import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ExecutionInput } from '../../statemachine/payloads.ts';

/** Starts an execution by hand and gives its ARN. */
export async function startExecution(
  sfn: SFNClient,
  stateMachineArn: string,
  input: ExecutionInput,
): Promise<string> {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: newExecutionName(input.key, new Date()),
      input: JSON.stringify(input),
    }),
  );
  return executionArn!;
}

/**
 * `party-20261123-221530-9f3a1c`: the photo, the time in UTC, and chance, since equal names start nothing twice.
 * Step Functions takes 1 to 80 letters, digits, `-` and `_`.
 */
export function newExecutionName(key: string, time: Date): string {
  const photo = path.posix
    .basename(key, path.posix.extname(key))
    .normalize('NFKD')
    .replaceAll(/[^0-9A-Za-z_]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50);
  return [photo || 'photo', nameOfTime(time), randomBytes(3).toString('hex')].join('-');
}

/** `20261123-221530`, in UTC. */
export const nameOfTime = (time: Date): string =>
  time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
