import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { UsageError } from '../usage-error.ts';
import type { Batch } from './batch.ts';
import { patiently } from './patiently.ts';

export interface Started {
  readonly executionArn: string;
  /** It was over before: another command ran it in this batch. */
  readonly isOver: boolean;
}

/**
 * Starts the execution of a photo, unless the batch started it before.
 *
 * Throws UsageError when it was started with another input then.
 */
export async function startOnce(
  sfn: SFNClient,
  stateMachineArn: string,
  batch: Batch,
  key: string,
): Promise<Started> {
  const input = batch.executionInput(key);
  const request = new StartExecutionCommand({ stateMachineArn, name: batch.executionName(key), input });
  try {
    const { executionArn } = await patiently(() => sfn.send(request));
    return { executionArn: executionArn!, isOver: false };
  } catch (error) {
    // Of one that is still running with this input, AWS gives the ARN instead.
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    const executionArn = batch.executionArn(key);
    const earlier = await patiently(() => sfn.send(new DescribeExecutionCommand({ executionArn })));
    if (earlier.input === input) return { executionArn, isOver: true };
    throw new UsageError(
      `Expected the input ${earlier.input} that the batch ${batch.name} began with, got ${input}: give the same --threshold, or another --batch`,
    );
  }
}
