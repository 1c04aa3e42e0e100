import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { State, StateScope } from '../definition/states-language.ts';
import type { EventDetails, History, HistoryEvent } from '../history/history.ts';
import type { Position } from '../history/progress.ts';
import type { Invoke } from '../invoke.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { Outside } from './outside.ts';

/** What all branches of one execution share. */
export interface Run {
  readonly history: History;
  readonly invoke: Invoke;
  /** Multiplies waits and the delays before retries, for tests; never a timeout. */
  readonly waitScale: number;
  readonly outside: Outside;
  /** `$$.Execution` and `$$.StateMachine`. */
  readonly context: JsonObject;
  /** `runBranch`, for the states that run branches of their own. */
  readonly runBranch: (branch: Branch, scope: StateScope, position: Position) => Promise<JsonValue>;
}

/** `$$.Map.Item` */
export interface MapItem extends JsonObject {
  Index: number;
  Value: JsonValue;
}

/** Thrown inside a branch that may not go on: its execution is over, or a sibling failed. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

interface Place {
  readonly path: readonly number[];
  readonly signal: AbortSignal;
  readonly previous: number;
  readonly mapItem?: MapItem | undefined;
}

/** One thread of control: the machine itself, an iteration of a Map state or a branch of a Parallel state. */
export class Branch {
  readonly run: Run;
  readonly path: readonly number[];
  readonly signal: AbortSignal;
  readonly mapItem: MapItem | undefined;
  /** The event that the next one follows from. */
  previous: number;
  /** The state it is in, and the branches running inside that. */
  current: { readonly name: string; readonly type: State['Type']; branches: Branch[] } | undefined;

  constructor(run: Run, { path, signal, previous, mapItem }: Place) {
    this.run = run;
    this.path = path;
    this.signal = signal;
    this.previous = previous;
    this.mapItem = mapItem;
  }

  /** Nothing is recorded, and so nothing done, once the branch is stopped: then it throws Stopped. */
  record(type: HistoryEventType, details?: EventDetails, next?: string): HistoryEvent {
    this.signal.throwIfAborted();
    const event = this.recordAside(type, details, next);
    this.previous = event.id;
    return event;
  }

  /** An event that the next one of the branch does not follow from. */
  recordAside(type: HistoryEventType, details?: EventDetails, next?: string): HistoryEvent {
    const { path: branch, previous } = this;
    return this.run.history.append({ type, previous, details, branch, next });
  }
}
