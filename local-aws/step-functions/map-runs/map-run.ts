import { randomUUID } from 'node:crypto';
import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { type ExecutionRecord, arnOf as executionArnOf } from '../executions/execution-index.ts';
import { toData } from '../interpreter/data-limit.ts';
import type { MapRunRequest } from '../interpreter/outside.ts';
import { StateError } from '../interpreter/state-error.ts';
import type { JsonValue } from '../json-value.ts';
import type { Objects } from '../objects.ts';
import { arnOf, type MapRunRecord } from './map-run-index.ts';
import { parseItem, readItems } from './read-items.ts';
import { type Results, writeResults } from './write-results.ts';

/** AWS runs no more children of a Map Run at once. */
const mostAtOnce = 10_000;

/** Executions, as a Map Run has its children run. */
export interface Children {
  /** The newest child of each item, by the item's index. */
  of(mapRun: string): ReadonlyMap<number, ExecutionRecord>;
  start(child: { name: string; input: string; item: number }): ExecutionRecord;
  /** One that cannot be redriven any more is started again instead. */
  redrive(child: ExecutionRecord): ExecutionRecord | undefined;
  stop(child: ExecutionRecord): void;
  /** The status it ended with; RUNNING when the cloud was closed before. */
  waitFor(executionArn: string): Promise<ExecutionStatus>;
  output(child: ExecutionRecord): string;
  describe(child: ExecutionRecord): object;
}

/** One attempt of a Map Run: its start or a redrive. Items are read line by line, and never held. */
export class MapRun {
  readonly #children: Children;
  readonly #objects: Objects;
  readonly #request: MapRunRequest;
  readonly #save: (record: MapRunRecord) => void;
  readonly #running = new Map<string, ExecutionRecord>();
  #record: MapRunRecord;
  #unsuccessful = 0;
  #changed = Promise.withResolvers<void>();

  constructor(
    record: MapRunRecord,
    request: MapRunRequest,
    {
      children,
      objects,
      save,
    }: { children: Children; objects: Objects; save: (record: MapRunRecord) => void },
  ) {
    this.#record = record;
    this.#request = request;
    this.#children = children;
    this.#objects = objects;
    this.#save = save;
  }

  get record(): MapRunRecord {
    return this.#record;
  }

  update(change: Partial<MapRunRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.#save(this.#record);
    this.#wake();
  }

  /** Gives the Map state's result. Rejects with a StateError, or with the signal's reason. */
  async run(signal: AbortSignal): Promise<JsonValue> {
    signal.addEventListener('abort', this.#wake, { once: true });
    try {
      const failure = await this.#work(signal).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure) for (const child of this.#running.values()) this.#children.stop(child);
      await this.#until(() => this.#running.size === 0);
      signal.throwIfAborted();
      if (failure !== undefined && !(failure instanceof StateError)) throw failure;
      const { written, result } = await this.#writeResults(failure?.error === 'States.ItemReaderFailed');
      signal.throwIfAborted();
      this.update({
        status: failure ? 'FAILED' : 'SUCCEEDED',
        stopDate: Date.now() / 1000,
        resultsWritten: written,
      });
      if (failure) throw failure;
      return result;
    } catch (error) {
      if (this.#record.status === 'RUNNING') {
        this.update({ status: signal.aborted ? 'ABORTED' : 'FAILED', stopDate: Date.now() / 1000 });
      }
      throw error;
    } finally {
      signal.removeEventListener('abort', this.#wake);
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    let total = 0;
    for await (const _ of readItems(this.#objects, this.#request.items)) total += 1;
    this.update({ total });
    const before = new Map(this.#children.of(this.#record.id));
    let index = -1;
    for await (const line of readItems(this.#objects, this.#request.items)) {
      index += 1;
      const child = before.get(index);
      if (child?.status === 'SUCCEEDED') continue;
      await this.#until(() => this.#running.size < this.#atOnce || this.#isOver(signal));
      if (this.#isOver(signal)) break;
      this.#begin(child, line, index);
    }
    await this.#until(() => this.#running.size === 0 || this.#isOver(signal));
    signal.throwIfAborted();
    if (this.#hasFailed) {
      const cause = 'The specified tolerated failure threshold was exceeded';
      throw new StateError('States.ExceedToleratedFailureThreshold', cause);
    }
  }

  #begin(before: ExecutionRecord | undefined, line: string, item: number): void {
    const input = toData(parseItem(line, item), this.#request.label);
    const child =
      (before && this.#children.redrive(before)) ?? this.#children.start({ name: randomUUID(), input, item });
    const arn = executionArnOf(child);
    this.#running.set(arn, child);
    void this.#children.waitFor(arn).then((status) => {
      this.#running.delete(arn);
      if (status !== 'SUCCEEDED') this.#unsuccessful += 1;
      this.#wake();
    });
  }

  get #atOnce(): number {
    return Math.min(this.#record.maxConcurrency || mostAtOnce, mostAtOnce);
  }

  get #hasFailed(): boolean {
    return this.#unsuccessful > this.#record.toleratedFailureCount;
  }

  #isOver = (signal: AbortSignal) => signal.aborted || this.#hasFailed;

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#changed.promise;
  }

  #wake = () => {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  };

  /** Without what is pending when the items could not be read. */
  #writeResults(unreadable: boolean) {
    const children = this.#children.of(this.#record.id);
    const inOrder = function* () {
      for (const item of [...children.keys()].toSorted((one, other) => one - other))
        yield children.get(item)!;
    };
    const { output, describe } = this.#children;
    const pending = async function* (lines: AsyncIterable<string>) {
      let index = 0;
      for await (const Input of lines) {
        if (!children.has(index++))
          yield JSON.stringify({ Input, InputDetails: { Included: true }, Status: 'PENDING' });
      }
    };
    const results: Results = {
      SUCCEEDED: () =>
        inOrder()
          .filter(({ status }) => status === 'SUCCEEDED')
          .map(output),
      FAILED: () =>
        inOrder()
          .filter(({ status }) => status !== 'SUCCEEDED')
          .map((child) => JSON.stringify(describe(child))),
      PENDING: () => pending(unreadable ? noLines() : readItems(this.#objects, this.#request.items)),
    };
    return writeResults(this.#objects, arnOf(this.#record), this.#request, results);
  }
}

async function* noLines(): AsyncGenerator<string> {}
