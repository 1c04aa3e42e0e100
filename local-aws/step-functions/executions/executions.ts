import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionArn, roleArn, stateMachineArn } from '../../account.ts';
import { executionAlreadyExists, executionNotRedrivable } from '../errors.ts';
import { History } from '../history/history.ts';
import { type Progress, readProgress, startOf } from '../history/progress.ts';
import { whole } from '../interpreter/data-limit.ts';
import type { Outside } from '../interpreter/outside.ts';
import { runBranch } from '../interpreter/run-branch.ts';
import type { Invoke } from '../invoke.ts';
import { type JsonObject, type JsonValue, parseJson } from '../json-value.ts';
import { arnOf, type ExecutionRecord } from './execution-index.ts';
import { statusAfter, whyNotRedrivable } from './execution-status.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { Revision } from './revisions.ts';
import { type RunningExecution, runExecution } from './run-execution.ts';

export interface NewExecution {
  readonly machine: string;
  readonly revision: Revision;
  readonly name: string;
  /** JSON */
  readonly input: string;
  /** The id of the Map Run whose child it is, and the item it is for. */
  readonly mapRun?: string;
  readonly item?: number;
}

interface Running extends RunningExecution {
  readonly input: string;
  /** Resolved when nothing works on it any more. */
  readonly over: PromiseWithResolvers<void>;
}

/** Starts, stops and redrives executions, and knows which are running. */
export class Executions {
  readonly #store: ExecutionStore;
  readonly #invoke: Invoke;
  readonly #waitScale: number;
  readonly #outside: Outside;
  #closed = false;
  readonly #running = new Map<string, Running>();

  constructor(
    store: ExecutionStore,
    invoke: Invoke,
    waitScale: number,
    outside: (executions: Executions) => Outside,
  ) {
    this.#store = store;
    this.#invoke = invoke;
    this.#waitScale = waitScale;
    this.#outside = outside(this);
  }

  /** Starting a running one again with the same input gives that one. Throws ExecutionAlreadyExists. */
  start({ machine, revision, name, input, ...child }: NewExecution): ExecutionRecord {
    const arn = executionArn(machine, name);
    const existing = this.#store.index.get(arn);
    if (existing && this.#running.get(arn)?.input === input) return existing;
    if (existing) throw executionAlreadyExists(arn);
    const record: ExecutionRecord = {
      sequence: this.#store.index.nextSequence,
      machine,
      name,
      revision: revision.id,
      status: 'RUNNING',
      startDate: Date.now() / 1000,
      redriveCount: 0,
      ...child,
    };
    const history = new History(this.#store.createJournal(record));
    const details = { executionStartedEventDetails: { input, inputDetails: whole, roleArn } };
    try {
      history.append({ type: 'ExecutionStarted', previous: 0, details });
      this.#store.index.put(record);
    } catch (error) {
      history.abandon();
      this.#store.removeJournal(record);
      throw error;
    }
    this.#run(record, history, input);
    return record;
  }

  /** Throws ExecutionNotRedrivable. */
  redrive(record: ExecutionRecord): ExecutionRecord {
    const journal = this.#store.readJournal(record);
    const reason = whyNotRedrivable(record, journal.length);
    if (reason) throw executionNotRedrivable(reason);
    const redriveCount = record.redriveCount + 1;
    const redriveDate = Date.now() / 1000;
    const redriven = this.#store.index.put({
      ...record,
      ...{ status: 'RUNNING', stopDate: undefined, redriveCount, redriveDate },
    });
    const history = new History(this.#store.openJournal(record), journal.length);
    const details = { executionRedrivenEventDetails: { redriveCount } };
    try {
      history.append({ type: 'ExecutionRedriven', previous: journal.length, details });
    } catch (error) {
      history.abandon();
      this.#store.index.put(record);
      throw error;
    }
    const { input } = journal[0]!.event.executionStartedEventDetails!;
    this.#run(redriven, history, input!, readProgress(journal));
    return redriven;
  }

  /** One that is over stays as it is, and so does all that ran when this was closed. */
  stop(record: ExecutionRecord, details: { error?: string; cause?: string }): void {
    if (this.#closed) return;
    this.#running.get(arnOf(record))?.stop(details);
  }

  async waitFor(arn: string): Promise<ExecutionStatus> {
    await this.#running.get(arn)?.over.promise;
    return this.#store.find(arn).status;
  }

  /** Works on nothing any more. What was running is left as it is, for the next start to close. */
  close(): void {
    this.#closed = true;
    for (const execution of this.#running.values()) {
      execution.halt();
      execution.over.resolve();
    }
    this.#running.clear();
  }

  #run(record: ExecutionRecord, history: History, input: string, progress?: Progress): void {
    const arn = arnOf(record);
    const { definition } = this.#store.revisions.read(record.revision);
    const over = Promise.withResolvers<void>();
    const value = parseJson(input);
    const execution = runExecution({
      definition,
      progress: progress?.previous ? progress : { previous: 0, position: startOf(definition, value) },
      run: {
        history,
        invoke: this.#invoke,
        waitScale: this.#waitScale,
        outside: this.#outside,
        context: executionContext(record, value),
        runBranch,
      },
      onEnd: ({ type, timestamp }) => {
        this.#store.index.put({ ...record, status: statusAfter(type), stopDate: timestamp });
        this.#running.delete(arn);
        over.resolve();
      },
    });
    this.#running.set(arn, { ...execution, input, over });
  }
}

/** `$$.Execution` and `$$.StateMachine`; a redrive changes neither name nor start. */
function executionContext(record: ExecutionRecord, input: JsonValue): JsonObject {
  const { machine, name, startDate, redriveCount, redriveDate } = record;
  return {
    Execution: {
      Id: arnOf(record),
      Input: input,
      Name: name,
      RoleArn: roleArn,
      StartTime: isoTime(startDate),
      RedriveCount: redriveCount,
      ...(redriveDate !== undefined && { RedriveTime: isoTime(redriveDate) }),
    },
    StateMachine: { Id: stateMachineArn(machine), Name: machine },
  };
}

const isoTime = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();
