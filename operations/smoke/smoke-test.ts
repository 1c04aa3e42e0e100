import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { photoId } from '../../statemachine/photo-id.ts';
import type { Target } from '../connect.ts';
import { findTraces, removeTraces } from '../forget/photo-traces.ts';
import { plural } from '../match/totals.ts';
import { checkCrops, checkRecord, cropsPlace } from './check-traces.ts';
import { awaitExecution, executionFinder } from './smoke-execution.ts';
import { chooseSmokePhoto, type SmokePhoto } from './smoke-photo.ts';
import { type Step, type Taken, takeStep } from './steps.ts';

export interface SmokeTestOptions {
  /** Hears of each step as soon as it is taken. */
  readonly tell: (step: Step) => void;
  readonly signal: AbortSignal;
  /** Leaves the photo, its crops and its record where they are. */
  readonly keep: boolean;
}

/**
 * Sends a photo through the deployed workflow, checks all that it leaves, and removes it, also after a failure.
 * Throws StepFailed.
 */
export async function smokeTest(target: Target, { tell, signal, keep }: SmokeTestOptions): Promise<void> {
  const take = <Value>(name: string, work: () => Promise<Taken<Value>>) => takeStep(tell, name, work);
  const key = `${target.deployment.rawPrefix}smoke/${randomUUID()}.jpg`;
  const photo = await take('photo', () => chooseSmokePhoto(target, key));
  const findExecution = await executionFinder(target, signal);
  let executionArn: string | undefined;
  try {
    await take('upload', () => upload(target, key, photo));
    const started = await take('started', () => findExecution(key));
    executionArn = started;
    await take('ended', () => awaitExecution(target, started, photo, signal));
    const record = await take('record', () => checkRecord(target, key, started, photo));
    await take('crops', () => checkCrops(target, record));
  } finally {
    await take('clean-up', () => (keep ? tellKept(target, key) : cleanUp(target, key, executionArn)));
  }
}

async function upload({ s3, deployment }: Target, key: string, { bytes }: SmokePhoto): Promise<Taken<void>> {
  const { rawBucket: Bucket } = deployment;
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType: 'image/jpeg' }));
  return { value: undefined, told: `s3://${Bucket}/${key}` };
}

/** For `--keep`: where everything is. */
async function tellKept({ deployment }: Target, key: string): Promise<Taken<void>> {
  const { rawBucket, photosTable } = deployment;
  const id = photoId(rawBucket, key);
  const crops = cropsPlace(deployment, id);
  const told = `kept s3://${rawBucket}/${key}, its crops under ${crops}, and item ${id} of ${photosTable}`;
  return { value: undefined, told };
}

/** Removes the photo, its crops and its record. An execution that was seen and still runs is stopped before. */
async function cleanUp(target: Target, key: string, executionArn: string | undefined): Promise<Taken<void>> {
  const stopped = executionArn !== undefined && (await stopIfRunning(target.sfn, executionArn));
  const traces = await findTraces(target, key, { withPhoto: true });
  await removeTraces(target, key, traces);
  const removed = `removed the photo, ${plural(traces.crops.length, 'crop')} and the record`;
  const place = cropsPlace(target.deployment, traces.photoId);
  const told = stopped
    ? `${removed}; the execution is stopped, calls under way may still store under ${place}`
    : removed;
  return { value: undefined, told };
}

async function stopIfRunning(sfn: SFNClient, executionArn: string): Promise<boolean> {
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== 'RUNNING') return false;
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'SmokeTestEnded' }));
  return true;
}
