import type { HistoryEventType, HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn';
import type { JsonLines } from './json-lines.ts';

/** What an event says besides when and where it stands, under AWS's names: `stateEnteredEventDetails`, … */
export type EventDetails = Omit<SdkEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** An event as GetExecutionHistory gives it. */
export interface HistoryEvent extends EventDetails {
  readonly id: number;
  /** The event this one follows from, in the same branch; 0 for none. */
  readonly previousEventId: number;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly type: HistoryEventType;
}

/**
 * A line of an execution's journal. Besides the event it holds what a redrive needs and AWS's events do not
 * tell: where the event happened and which state comes next.
 */
export interface JournalLine {
  /** Indices of the iterations and branches from the outside in: [] is the machine itself, [3] item 3 of its Map. */
  readonly branch: readonly number[];
  /** On a state's exit: the next state; absent at the end. */
  readonly next?: string;
  readonly event: HistoryEvent;
}

export const eventTime = ({ timestamp }: HistoryEvent) => new Date(timestamp * 1000).toISOString();

/** AWS ends an execution as failed when its history is this long; the last event says so. */
export const longestHistory = 25_000;

/** Thrown in place of the event that would leave no room for the one that ends the execution. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

export interface NewEvent {
  readonly type: HistoryEventType;
  readonly previous: number;
  readonly details?: EventDetails | undefined;
  readonly branch?: readonly number[];
  readonly next?: string | undefined;
}

/** The events of one running execution: numbered, and in its journal before anything acts on them. */
export class History {
  readonly #journal: JsonLines<JournalLine>;
  #length: number;

  constructor(journal: JsonLines<JournalLine>, length = 0) {
    this.#journal = journal;
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Throws HistoryFull. */
  append(event: NewEvent): HistoryEvent {
    if (this.#length >= longestHistory - 1) throw new HistoryFull();
    return this.#write(event);
  }

  /** The event that ends the execution. Nothing follows it here. */
  end(event: NewEvent): HistoryEvent {
    const written = this.#write(event);
    this.#journal.close();
    return written;
  }

  /** Leaves the execution unfinished in its journal, for the next start to find. */
  abandon(): void {
    this.#journal.close();
  }

  #write({ type, previous, details, branch = [], next }: NewEvent): HistoryEvent {
    const event = {
      id: this.#length + 1,
      previousEventId: previous,
      timestamp: Date.now() / 1000,
      type,
      ...details,
    };
    this.#journal.append({ branch, ...(next !== undefined && { next }), event });
    this.#length += 1;
    return event;
  }
}
