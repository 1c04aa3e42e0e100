import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The function's timeout, in seconds. */
export const mostSeconds = 30;

/** Waiting for the lock leaves time enough for the work. */
const mostSecondsOfWaiting = 20;

/** A lock that is older was left behind by a function that was ended; clocks may differ. */
const leaseSeconds = 2 * mostSeconds;

/** Others were being indexed all the time. Its name is one that IndexFacesHook retries patiently. */
export class IndexerBusy extends Error {
  override name = 'ThrottlingException' as const;
}

interface Lock {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Does the work while no other function does its own under the same lock, an object in S3; waits for it some
 * seconds, then throws IndexerBusy.
 */
export async function oneAtATime<Result>(
  s3: S3Client,
  lock: Lock,
  work: () => Promise<Result>,
  waitSeconds = mostSecondsOfWaiting,
): Promise<Result> {
  const patience = performance.now() + waitSeconds * 1000;
  while (!(await take(s3, lock))) {
    if (performance.now() > patience) {
      throw new IndexerBusy(`s3://${lock.bucket}/${lock.key} was held by others for ${waitSeconds} seconds`);
    }
    // At random, so that those who wait do not come back together.
    await sleep(200 + Math.random() * 400);
  }
  try {
    return await work();
  } finally {
    await s3.send(new DeleteObjectCommand({ Bucket: lock.bucket, Key: lock.key }));
  }
}

async function take(s3: S3Client, lock: Lock): Promise<boolean> {
  if (await put(s3, lock, { IfNoneMatch: '*' })) return true;
  const held = await look(s3, lock);
  if (!held || Date.now() - held.since.getTime() < leaseSeconds * 1000) return false;
  return put(s3, lock, { IfMatch: held.etag });
}

/** Whether the condition held; S3 lets one of several win. */
async function put(
  s3: S3Client,
  { bucket, key }: Lock,
  condition: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>,
): Promise<boolean> {
  try {
    // What is written makes the ETag: each holder's is its own.
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: randomUUID(), ...condition }));
    return true;
  } catch (error) {
    if (conditionFailed.includes((error as Error).name)) return false;
    throw error;
  }
}

/** The object is there, or another one; it is gone; somebody else is writing it. */
const conditionFailed = ['PreconditionFailed', 'NoSuchKey', 'ConditionalRequestConflict'];

async function look(s3: S3Client, { bucket, key }: Lock): Promise<{ etag: string; since: Date } | undefined> {
  try {
    const { Body, ETag, LastModified } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    await Body?.transformToByteArray();
    return { etag: ETag!, since: LastModified! };
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}
