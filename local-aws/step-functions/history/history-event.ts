import type { HistoryEventType, HistoryEvent as SdkEvent } from '@aws-sdk/client-sfn';

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
