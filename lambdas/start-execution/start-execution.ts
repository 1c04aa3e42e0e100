import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { photoId } from '../../statemachine/photo-id.ts';
import { logger } from '../shared/logger.ts';

import { lookPauses, patienceSeconds } from './look-pauses.ts';
import type { QueuedUpload } from './queued-upload.ts';

export interface Settings {
  readonly stateMachineArn: string;
}

export interface Services {
  readonly sfn: Pick<SFNClient, 'send'>;
  /** Waits for so many seconds. */
  readonly pause?: (seconds: number) => Promise<void>;
}

/**
 * Starts the execution of an upload and returns when it has ended, or has taken so long that it waits for
 * something else than the quota. Lambda calls so many of this at once as may be open, and leaves the others in the
 * queue.
 *
 * An upload that is delivered again, by S3, EventBridge or the queue, has the same name, and runs once.
 *
 * Throws what Step Functions answered: the message then comes back.
 */
export async function startExecution(
  { Records: [{ body }] }: QueuedUpload,
  { stateMachineArn }: Settings,
  { sfn, pause = (seconds) => sleep(1000 * seconds) }: Services,
): Promise<void> {
  const { bucket, object } = body.detail;
  const name = `${photoId(bucket.name, object.key)}-${object.sequencer}`;
  const input = JSON.stringify({ bucket: bucket.name, key: object.key });
  const about = { key: object.key, execution: name };
  try {
    const request = new StartExecutionCommand({ stateMachineArn, name, input });
    const { executionArn } = await sfn.send(request);
    logger.info('Started', about);
    await awaitEnd(executionArn!, { sfn, pause });
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    logger.info('Run before', about);
  }
}

async function awaitEnd(executionArn: string, { sfn, pause }: Required<Services>): Promise<void> {
  const begin = performance.now();
  let paused = 0;
  for (const seconds of lookPauses()) {
    await pause(seconds);
    paused += seconds;
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    // Throttled looks take their time, too: the function must not run into its timeout.
    const waited = Math.max(paused, (performance.now() - begin) / 1000);
    if (status !== 'RUNNING' || waited > patienceSeconds) return;
  }
}
