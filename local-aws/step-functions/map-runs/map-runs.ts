import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe } from '../executions/describe.ts';
import type { ExecutionRecord } from '../executions/execution-index.ts';
import { whyNotRedrivable } from '../executions/execution-status.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { Executions } from '../executions/executions.ts';
import { asTaskResult } from '../interpreter/nested-task.ts';
import type { MapRunRequest, PreparedMapRun } from '../interpreter/outside.ts';
import type { Objects } from '../objects.ts';
import { type Children, MapRun } from './map-run.ts';
import { arnOf, MapRunIndex, type MapRunRecord } from './map-run-index.ts';

/** Starts and redrives Map Runs, and knows them all. */
export class MapRuns {
  readonly index: MapRunIndex;
  readonly #store: ExecutionStore;
  readonly #objects: Objects;
  /** By ARN. */
  readonly #running = new Map<string, MapRun>();
  #closed = false;

  constructor(folder: string, store: ExecutionStore, objects: Objects) {
    this.index = new MapRunIndex(join(folder, 'map-runs.jsonl'));
    this.#store = store;
    this.#objects = objects;
  }

  create(request: MapRunRequest, executions: Executions): PreparedMapRun {
    const { executionArn, label, maxConcurrency, toleratedFailureCount } = request;
    const { machine } = this.#store.find(executionArn);
    const record = this.index.put({
      ...{ id: randomUUID(), machine: `${machine}/${label}`, executionArn, status: 'RUNNING' },
      ...{ startDate: Date.now() / 1000, maxConcurrency, toleratedFailureCount },
      ...{ total: 0, resultsWritten: 0, redriveCount: 0 },
    });
    return this.#prepare(record, request, executions);
  }

  /** With the concurrency and tolerance that it has now, which UpdateMapRun may have set. */
  redrive(arn: string, request: MapRunRequest, executions: Executions) {
    const before = this.index.get(arn)!;
    const redriveCount = before.redriveCount + 1;
    const record = this.index.put({
      ...{ ...before, status: 'RUNNING', stopDate: undefined },
      ...{ redriveCount, redriveDate: Date.now() / 1000 },
    });
    return { ...this.#prepare(record, request, executions), redriveCount };
  }

  update(record: MapRunRecord, change: Partial<MapRunRecord>): void {
    const running = this.#running.get(arnOf(record));
    if (running) running.update(change);
    else this.index.put({ ...record, ...change });
  }

  /** What runs is left as it is, for the next start to find. */
  close(): void {
    this.#closed = true;
    this.index.close();
  }

  #prepare(record: MapRunRecord, request: MapRunRequest, executions: Executions): PreparedMapRun {
    const arn = arnOf(record);
    const mapRun = new MapRun(record, request, {
      children: this.#childrenOf(record, request, executions),
      objects: this.#objects,
      save: (changed) => {
        if (!this.#closed) this.index.put(changed);
      },
    });
    this.#running.set(arn, mapRun);
    return { arn, run: (signal) => mapRun.run(signal).finally(() => this.#running.delete(arn)) };
  }

  #childrenOf({ id, machine }: MapRunRecord, { scope }: MapRunRequest, executions: Executions): Children {
    const store = this.#store;
    const { StartAt, States } = scope;
    const revision = store.revisions.keep({ StartAt, States });
    const lastEvent = (child: ExecutionRecord) => {
      const journal = store.journalReader(child);
      const events = journal.count();
      return journal.read(events - 1, events)[0]!.event;
    };
    return {
      of: (mapRun) => store.index.childrenOf(mapRun),
      start: (child) => executions.start({ machine, revision, mapRun: id, ...child }),
      redrive: (child) =>
        whyNotRedrivable(child, store.journalReader(child).count()) ? undefined : executions.redrive(child),
      stop: (child) => executions.stop(child, {}),
      waitFor: (arn) => executions.waitFor(arn),
      output: (child) => lastEvent(child).executionSucceededEventDetails!.output!,
      describe: (child) => asTaskResult(describe(child, store)),
    };
  }
}
