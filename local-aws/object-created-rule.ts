import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, region } from './account.ts';
import type { AnnounceObject, ObjectCreated } from './s3/object-created.ts';

/** What a function is given out of a queue, as far as this one fills it. */
export interface QueuedMessages {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

export interface ObjectCreatedRuleOptions {
  /** Keeps the events that are not delivered yet; made when missing. */
  readonly folder: string;
  readonly bucket: string;
  readonly prefix: string;
  /** Messages that the function gets at once, and how many such batches it has at the same time. */
  readonly batches: { readonly size: number; readonly atOnce: number };
  /** Calls the function; it answers with `batchItemFailures`, which come back. */
  readonly invoke: (messages: QueuedMessages) => Promise<unknown>;
  /** Whether a key holds what this event announced. */
  readonly isStored: (event: ObjectCreated) => Promise<boolean>;
}

export interface ObjectCreatedRule {
  /** For S3, before an object can be seen: its event survives the process from here on. */
  readonly announce: AnnounceObject;
  /** Delivers what an earlier process was killed over. */
  deliverLeftOver(): Promise<void>;
  close(): void;
}

/** An event that waits: its file, without the extension, is named after its sequencer. */
interface Waiting {
  readonly name: string;
  /** Milliseconds to wait when it cannot be delivered. */
  readonly pauseMs: number;
}

const shortestPauseMs = 1_000;
/** The longest pause before an event that could not be delivered is tried again. */
const longestPauseMs = 60_000;

/**
 * EventBridge's part, that of a queue, and that of Lambda which empties it: a new object under the prefix, with
 * something in it, is told to a function, at least once, and again until the function has taken it.
 */
export function createObjectCreatedRule(options: ObjectCreatedRuleOptions): ObjectCreatedRule {
  const { folder, bucket, prefix, batches, invoke, isStored } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const fileOf = (name: string) => join(folder, `${name}.json`);
  /** Until its object is there. */
  const pendingFileOf = (name: string) => join(folder, `${name}.pending`);
  const waiting: Waiting[] = [];
  let batchesUnderWay = 0;
  mkdirSync(folder, { recursive: true });
  // Before the first event of this process.
  const leftOver = readdirSync(folder)
    .toSorted()
    .map((file) => parse(file));

  function enqueue(event: Waiting): void {
    waiting.push(event);
    deliver();
  }

  function deliver(): void {
    while (!signal.aborted && waiting.length > 0 && batchesUnderWay < batches.atOnce) {
      batchesUnderWay += 1;
      void deliverBatch(waiting.splice(0, batches.size)).then(() => {
        batchesUnderWay -= 1;
        deliver();
      });
    }
  }

  async function deliverBatch(batch: readonly Waiting[]): Promise<void> {
    const failed = await failuresOf(batch.map(({ name }) => name));
    // What the close breaks off is left over for the next start.
    if (signal.aborted) return;
    for (const { name, pauseMs } of batch) {
      if (failed.has(name)) void comeBack(name, pauseMs);
      else forget(name);
    }
  }

  /** A disk that does not let it go means that it is told once more, by the next start. */
  function forget(name: string): void {
    try {
      rmSync(fileOf(name), { force: true });
    } catch (error) {
      if (!signal.aborted) console.error('Expected to forget the event of an upload:', error);
    }
  }

  /** The names of the events that the function did not take. */
  async function failuresOf(names: readonly string[]): Promise<ReadonlySet<string>> {
    try {
      const Records = names.map((name) => ({ messageId: name, body: bodyOf(name) }));
      return readFailures(await invoke({ Records }));
    } catch (error) {
      if (!signal.aborted) console.error('Expected uploads to be taken, trying again:', error);
      return new Set(names);
    }
  }

  async function comeBack(name: string, pauseMs: number): Promise<void> {
    try {
      await sleep(pauseMs, undefined, { signal });
    } catch {
      return;
    }
    enqueue({ name, pauseMs: Math.min(2 * pauseMs, longestPauseMs) });
  }

  /** What an earlier process announced: its object may be there or not. */
  async function settlePending(name: string): Promise<void> {
    const event = readPending(pendingFileOf(name));
    if (event && (await isStored(event))) confirm(name);
    else rmSync(pendingFileOf(name));
  }

  function confirm(name: string): void {
    renameSync(pendingFileOf(name), fileOf(name));
    enqueue({ name, pauseMs: shortestPauseMs });
  }

  /** As EventBridge puts S3's event into a queue. */
  function bodyOf(name: string): string {
    // An earlier version wrote no sequencer, and named its files by UUIDs: hexadecimal, too.
    const uuid = name.replaceAll('-', '');
    const event: ObjectCreated = JSON.parse(readFileSync(fileOf(name), 'utf8'));
    const { key, size, etag, sequencer = uuid } = event;
    return JSON.stringify({
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: accountId,
      region,
      detail: { bucket: { name: bucket }, object: { key, size, etag, sequencer } },
    });
  }

  return {
    announce: (event) => {
      const { bucket: into, key, size, sequencer: name } = event;
      if (into !== bucket || !key.startsWith(prefix) || size === 0) return undefined;
      const withdraw = () => rmSync(pendingFileOf(name), { force: true });
      try {
        writeFileSync(pendingFileOf(name), JSON.stringify(event));
      } catch (error) {
        withdraw();
        throw error;
      }
      return { confirm: () => confirm(name), withdraw };
    },
    deliverLeftOver: async () => {
      for (const { name, ext } of leftOver) {
        if (ext === '.pending') await settlePending(name);
        if (ext === '.json') enqueue({ name, pauseMs: shortestPauseMs });
      }
    },
    close: () => closing.abort(),
  };
}

/** Undefined for one that was killed while it was written: its object was not there yet. */
function readPending(file: string): ObjectCreated | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function readFailures(answer: unknown): ReadonlySet<string> {
  const { batchItemFailures = [] } = (answer ?? {}) as {
    batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
