import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountId, region } from './account.ts';
import type { ObjectCreated } from './s3/object-store.ts';

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
}

export interface ObjectCreatedRule {
  /** For S3, before it acknowledges an upload: an event survives the process from here on. */
  objectCreated(event: ObjectCreated): void;
  /** Delivers what an earlier process was killed over. */
  deliverLeftOver(): void;
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
  const { folder, bucket, prefix, batches, invoke } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const nextSequencer = sequencers();
  const fileOf = (name: string) => join(folder, `${name}.json`);
  const waiting: Waiting[] = [];
  let batchesUnderWay = 0;
  mkdirSync(folder, { recursive: true });

  function enqueue(event: Waiting): void {
    waiting.push(event);
    deliver();
  }

  function deliver(): void {
    while (!signal.aborted && waiting.length > 0 && batchesUnderWay < batches.atOnce) {
      batchesUnderWay += 1;
      void deliverBatch(waiting.splice(0, batches.size)).finally(() => {
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
      else rmSync(fileOf(name), { force: true });
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

  /** As EventBridge puts S3's event into a queue. */
  function bodyOf(name: string): string {
    const { key, size, etag } = JSON.parse(readFileSync(fileOf(name), 'utf8')) as ObjectCreated;
    return JSON.stringify({
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: accountId,
      region,
      // An earlier version named its files by UUIDs: hexadecimal, too.
      detail: { bucket: { name: bucket }, object: { key, size, etag, sequencer: name.replaceAll('-', '') } },
    });
  }

  return {
    objectCreated: ({ bucket: into, key, size, etag }) => {
      if (into !== bucket || !key.startsWith(prefix) || size === 0) return;
      const name = nextSequencer();
      const aside = join(folder, `${name}.new`);
      writeFileSync(aside, JSON.stringify({ bucket, key, size, etag }));
      renameSync(aside, fileOf(name));
      enqueue({ name, pauseMs: shortestPauseMs });
    },
    deliverLeftOver: () => {
      for (const file of readdirSync(folder).toSorted()) {
        const { name, ext } = parse(file);
        if (ext === '.json') enqueue({ name, pauseMs: shortestPauseMs });
        // Its upload was never acknowledged: the process was killed while it wrote this.
        if (ext === '.new') rmSync(join(folder, file));
      }
    },
    close: () => closing.abort(),
  };
}

/** Of one key the later event has the greater one. */
function sequencers(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 4096);
    return last.toString(16).toUpperCase().padStart(16, '0');
  };
}

function readFailures(answer: unknown): ReadonlySet<string> {
  const { batchItemFailures = [] } = (answer ?? {}) as {
    batchItemFailures?: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
