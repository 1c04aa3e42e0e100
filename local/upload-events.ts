import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectCreated } from '@match-faces/local-aws/s3/object-store.ts';
import { Slots } from '@match-faces/local-aws/slots.ts';
import { patienceSeconds } from '../lambdas/start-execution/look-pauses.ts';

/** The input of the execution that an upload starts. */
export interface UploadedPhoto {
  readonly bucket: string;
  readonly key: string;
}

export interface UploadEventsOptions {
  /** Keeps the events that are not delivered yet; made when missing. */
  readonly folder: string;
  readonly bucket: string;
  readonly prefix: string;
  /** Starts an execution. `name` is the same when an event is delivered again. */
  readonly startExecution: (name: string, input: UploadedPhoto) => Promise<{ executionArn: string }>;
  /** While so many are open, uploads wait; without it each starts at once. */
  readonly openExecutions?: number;
  /** Settles when an execution is over. */
  readonly awaitEnd: (executionArn: string) => Promise<unknown>;
}

export interface UploadEvents {
  /** For S3, before it acknowledges an upload: an event survives the process from here on. */
  objectCreated(event: ObjectCreated): void;
  /** Delivers what an earlier process was killed over. */
  deliverLeftOver(): void;
  close(): void;
}

/** The longest pause before an event that could not be delivered is tried again. */
const longestPauseMs = 60_000;

/** EventBridge's part, and with `openExecutions` that of the queue and its starter: a new object under the prefix, with something in it, starts an execution, at least once. */
export function createUploadEvents(options: UploadEventsOptions): UploadEvents {
  const { folder, bucket, prefix, startExecution, openExecutions, awaitEnd } = options;
  const closing = new AbortController();
  const places = openExecutions === undefined ? undefined : new Slots(openExecutions);
  const fileOf = (name: string) => join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });

  async function deliver(name: string, photo: UploadedPhoto) {
    if (!places) return void (await start(name, photo));
    await places.take(closing.signal);
    try {
      const started = await start(name, photo);
      if (started) await endOrPatience(started.executionArn);
    } finally {
      places.give();
    }
  }

  /** An execution that takes longer than the patience waits for its retries, and leaves its place to others. */
  async function endOrPatience(executionArn: string) {
    const ended = new AbortController();
    const patience = sleep(1000 * patienceSeconds, undefined, {
      signal: AbortSignal.any([closing.signal, ended.signal]),
      ref: false,
    });
    // Broken off when nobody waits for it any more.
    patience.catch(() => {});
    await Promise.race([awaitEnd(executionArn), patience]).finally(() => ended.abort());
  }

  /** Undefined for what an earlier process started, and for what the close breaks off. */
  async function start(name: string, photo: UploadedPhoto) {
    const started = await startPatiently(name, photo);
    if (!closing.signal.aborted) rmSync(fileOf(name), { force: true });
    return started;
  }

  async function startPatiently(name: string, photo: UploadedPhoto) {
    for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await startExecution(name, photo);
      } catch (error) {
        if (closing.signal.aborted) return;
        // An earlier process started it and did not come to delete the event.
        if ((error as Error).name === 'ExecutionAlreadyExists') return;
        console.error(`Expected the upload of ${photo.key} to start an execution, trying again:`, error);
        await sleep(pauseMs, undefined, { signal: closing.signal });
      }
    }
  }

  /** What the close breaks off is left over for the next start. */
  const deliverUntilClosed = (name: string, photo: UploadedPhoto) =>
    deliver(name, photo).catch((error: Error) => {
      if (!closing.signal.aborted) console.error(`Expected to deliver the event of ${photo.key}:`, error);
    });

  return {
    objectCreated: ({ bucket: into, key, size }) => {
      if (into !== bucket || !key.startsWith(prefix) || size === 0) return;
      const name = randomUUID();
      const photo = { bucket, key };
      const aside = join(folder, `${name}.new`);
      writeFileSync(aside, JSON.stringify(photo));
      renameSync(aside, fileOf(name));
      void deliverUntilClosed(name, photo);
    },
    deliverLeftOver: () => {
      for (const file of readdirSync(folder)) {
        const { name, ext } = parse(file);
        if (ext === '.json') void deliverUntilClosed(name, JSON.parse(readFileSync(fileOf(name), 'utf8')));
        // Its upload was never acknowledged: the process was killed while it wrote this.
        if (ext === '.new') rmSync(join(folder, file));
      }
    },
    close: () => closing.abort(),
  };
}
