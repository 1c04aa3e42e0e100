import { setTimeout as sleep } from 'node:timers/promises';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { executionName } from '../../statemachine/execution-name.ts';
import type { ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { uploadBatches } from '../functions.ts';
import { logger } from '../shared/logger.ts';
import { readableKey } from '../shared/readable-key.ts';
import { type QueuedUploads, readUpload } from './queued-uploads.ts';

export interface StartMatchSettings {
  readonly stateMachineArn: string;
  readonly rawPrefix: string;
  /** All batches together. */
  readonly startsPerSecond: number | 'none';
}

export interface StartMatchServices {
  readonly sfn: Pick<SFNClient, 'send'>;
  /** Waits for so many seconds. */
  readonly pause?: (seconds: number) => Promise<unknown>;
}

/** What Lambda does not take out of the queue: it comes back later. */
export interface BatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/**
 * Starts the executions of a batch of uploads, no faster than its share of the rate, and takes as long as that share
 * even for the last one. What could not be started is told, and comes back.
 */
export async function startMatch(
  { Records }: QueuedUploads,
  settings: StartMatchSettings,
  { sfn, pause = (seconds) => sleep(1000 * seconds) }: StartMatchServices,
): Promise<BatchResult> {
  const { startsPerSecond } = settings;
  const seconds = startsPerSecond === 'none' ? 0 : uploadBatches.atOnce / startsPerSecond;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  const inTurn = Records.map(async ({ messageId, body }, index) => {
    await pause(index * seconds);
    try {
      await start(body, settings, sfn);
    } catch (error) {
      const { name, message } = error as Error;
      logger.error('NotStarted', { messageId, error: name, cause: message });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  });
  await Promise.all([...inTurn, pause(Records.length * seconds)]);
  return { batchItemFailures };
}

/** An upload that is delivered again, by S3, EventBridge or the queue, has the same name, and runs once. */
async function start(
  body: string,
  { stateMachineArn, rawPrefix }: StartMatchSettings,
  sfn: StartMatchServices['sfn'],
): Promise<void> {
  const { bucket, key, sequencer } = readUpload(body);
  const name = executionName({
    readable: readableKey(key, rawPrefix),
    photoId: photoId(bucket, key),
    occasion: sequencer,
  });
  const input = JSON.stringify({ bucket, key } satisfies ExecutionInput);
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    logger.info('Started', { key, execution: name });
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    logger.info('Run before', { key, execution: name });
  }
}
