import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { ObjectCreated } from './s3/object-store.ts';

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
}

export interface ObjectCreatedRule {
  /** For S3, before it acknowledges an upload: an event survives the process from here on. */
  objectCreated(event: ObjectCreated): void;
  /** Delivers what an earlier process was killed over. */
  deliverLeftOver(): void;
  close(): void;
}

/** The longest pause before an event that could not be delivered is tried again. */
const longestPauseMs = 60_000;

/**
 * EventBridge's part, and with `openExecutions` that of a queue and its starter: a new object under the prefix, with
 * something in it, starts an execution, at least once.
 */
export function createObjectCreatedRule(options: ObjectCreatedRuleOptions): ObjectCreatedRule {
  const { folder, bucket, prefix, startExecution, openExecutions, patienceSeconds, awaitEnd } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const places = openExecutions === undefined ? undefined : new PQueue({ concurrency: openExecutions });
  const fileOf = (name: string) => join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });

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

  return {
    objectCreated: ({ bucket: into, key, size }) => {
      if (into !== bucket || !key.startsWith(prefix) || size === 0) return;
      const name = randomUUID();
      const aside = join(folder, `${name}.new`);
      writeFileSync(aside, JSON.stringify({ bucket, key }));
      renameSync(aside, fileOf(name));
      void deliver(name, { bucket, key });
    },
    deliverLeftOver: () => {
      for (const file of readdirSync(folder)) {
        const { name, ext } = parse(file);
        if (ext === '.json') void deliver(name, JSON.parse(readFileSync(fileOf(name), 'utf8')));
        // Its upload was never acknowledged: the process was killed while it wrote this.
        if (ext === '.new') rmSync(join(folder, file));
      }
    },
    close: () => closing.abort(),
  };
}
