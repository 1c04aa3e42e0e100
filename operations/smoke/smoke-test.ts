import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Target } from '../connect.ts';
import { awaitExecution } from './await-execution.ts';
import { checkCrops } from './check-crops.ts';
import { checkRecord } from './check-record.ts';
import { cleanUp, tellKept } from './clean-up.ts';
import { executionFinder } from './find-execution.ts';
import { chooseSmokePhoto, type SmokePhoto } from './smoke-photo.ts';
import type { Steps, Taken } from './steps.ts';

export interface SmokeTestOptions {
  readonly steps: Steps;
  readonly signal: AbortSignal;
  /** Leaves the photo, its crops and its record where they are. */
  readonly keep: boolean;
}

/**
 * Sends a photo through the deployed workflow, checks all that it leaves, and removes it, also after a failure.
 * Throws StepFailed.
 */
export async function smokeTest(target: Target, { steps, signal, keep }: SmokeTestOptions): Promise<void> {
  const key = `${target.deployment.rawPrefix}smoke/${randomUUID()}.jpg`;
  const photo = await steps.take('photo', () => chooseSmokePhoto(target, key));
  const findExecution = await executionFinder(target, signal);
  let executionArn: string | undefined;
  try {
    await steps.take('upload', () => upload(target, key, photo));
    const started = await steps.take('started', () => findExecution(key));
    executionArn = started;
    await steps.take('ended', () => awaitExecution(target, started, photo, signal));
    const record = await steps.take('record', () => checkRecord(target, key, started, photo));
    await steps.take('crops', () => checkCrops(target, record));
  } finally {
    const traces = { key, executionArn };
    await steps.take('clean-up', () => (keep ? tellKept(target, traces) : cleanUp(target, traces)));
  }
}

async function upload({ s3, deployment }: Target, key: string, { bytes }: SmokePhoto): Promise<Taken<void>> {
  const { rawBucket: Bucket } = deployment;
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }));
  return { value: undefined, told: `s3://${Bucket}/${key}` };
}
