import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { AnnounceObject, ObjectCreated } from './s3/object-created.ts';

/** The input of the execution that an upload starts. */
export interface UploadedObject {
  readonly bucket: string;
  readonly key: string;
}

export interface ObjectCreatedRuleOptions {
  /** Keeps the events that are not delivered yet; made when missing. */
  readonly folder: string;
  readonly bucket: string;
  readonly prefix: string;
  /** Starts an execution. `name` is the same when an event is delivered again. */
  readonly startExecution: (name: string, input: UploadedObject) => Promise<{ executionArn: string }>;
  /** While so many are open, uploads wait; without it each starts at once. */
  readonly openExecutions?: number | undefined;
  /** An execution that takes longer waits for its retries, and leaves its place to others. */
  readonly patienceSeconds: number;
  /** Settles when an execution is over. */
  readonly awaitEnd: (executionArn: string) => Promise<unknown>;
  /** Whether a key holds what this event announced. */
  readonly isStored: (event: Announced) => Promise<boolean>;
}

/** What an event's file says. */
export type Announced = Pick<ObjectCreated, 'bucket' | 'key' | 'sequencer'>;

export interface ObjectCreatedRule {
  /** For S3, before an object can be seen: its event survives the process from here on. */
  readonly announce: AnnounceObject;
  /** Delivers what an earlier process was killed over. */
  deliverLeftOver(): Promise<void>;
  close(): void;
}

/** The longest pause before an event that could not be delivered is tried again. */
const longestPauseMs = 60_000;

/**
 * EventBridge's part, and with `openExecutions` that of a queue and its starter: a new object under the prefix, with
 * something in it, starts an execution, at least once.
 */
export function createObjectCreatedRule(options: ObjectCreatedRuleOptions): ObjectCreatedRule {
  const { folder, bucket, prefix, startExecution, openExecutions, patienceSeconds } = options;
  const { awaitEnd, isStored } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const places = openExecutions === undefined ? undefined : new PQueue({ concurrency: openExecutions });
  const fileOf = (name: string) => join(folder, `${name}.json`);
  /** Until its object is there. */
  const pendingFileOf = (name: string) => join(folder, `${name}.pending`);
  mkdirSync(folder, { recursive: true });
  // Before the first event of this process.
  const leftOver = readdirSync(folder).map((file) => parse(file));

  /** What the close breaks off is left over for the next start. */
  async function deliver(name: string, object: UploadedObject) {
    try {
      if (places) await places.add(() => startAndAwaitEnd(name, object), { signal });
      else await start(name, object);
    } catch (error) {
      if (!signal.aborted) console.error(`Expected to deliver the event of ${object.key}:`, error);
    }
  }

  async function startAndAwaitEnd(name: string, object: UploadedObject) {
    const started = await start(name, object);
    if (!started) return;
    const over = new AbortController();
    const waiting = { signal: AbortSignal.any([signal, over.signal]), ref: false };
    const patience = sleep(1000 * patienceSeconds, undefined, waiting);
    // Broken off when nobody waits for it any more.
    patience.catch(() => {});
    await Promise.race([awaitEnd(started.executionArn), patience]).finally(() => over.abort());
  }

  /** Undefined for what an earlier process started, and for what the close breaks off. */
  async function start(name: string, object: UploadedObject) {
    const started = await startPatiently(name, object);
    if (!signal.aborted) rmSync(fileOf(name), { force: true });
    return started;
  }

  async function startPatiently(name: string, object: UploadedObject) {
    for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await startExecution(name, object);
      } catch (error) {
        if (signal.aborted) return;
        // An earlier process started it and did not come to delete the event.
        if ((error as Error).name === 'ExecutionAlreadyExists') return;
        console.error(`Expected the upload of ${object.key} to start an execution, trying again:`, error);
        await sleep(pauseMs, undefined, { signal });
      }
    }
  }

  /** What an earlier process announced: its object may be there or not. */
  async function settlePending(name: string) {
    const event = readPending(pendingFileOf(name));
    if (event && (await isStored(event))) confirm(name, event);
    else rmSync(pendingFileOf(name));
  }

  function confirm(name: string, { bucket, key }: Announced) {
    renameSync(pendingFileOf(name), fileOf(name));
    void deliver(name, { bucket, key });
  }

  return {
    announce: ({ bucket: into, key, size, sequencer }) => {
      if (into !== bucket || !key.startsWith(prefix) || size === 0) return undefined;
      const name = randomUUID();
      const event: Announced = { bucket, key, sequencer };
      const withdraw = () => rmSync(pendingFileOf(name), { force: true });
      try {
        writeFileSync(pendingFileOf(name), JSON.stringify(event));
      } catch (error) {
        withdraw();
        throw error;
      }
      return { confirm: () => confirm(name, event), withdraw };
    },
    deliverLeftOver: async () => {
      for (const { name, ext } of leftOver) {
        if (ext === '.pending') await settlePending(name);
        if (ext !== '.json') continue;
        const { bucket, key }: Announced = JSON.parse(readFileSync(fileOf(name), 'utf8'));
        void deliver(name, { bucket, key });
      }
    },
    close: () => closing.abort(),
  };
}

/** Undefined for one that was killed while it was written: its object was not there yet. */
function readPending(file: string): Announced | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
