import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { LRUCache } from 'lru-cache';
import type { Target } from '../../../operations/connect.ts';
import { readHistory } from '../../../operations/executions/read-execution.ts';
import { readVisits, type StateVisit } from '../../../operations/executions/state-visits.ts';

export interface History {
  /** As Step Functions tells them, the oldest first. */
  readonly events: readonly HistoryEvent[];
  readonly visits: readonly StateVisit[];
  readonly redrives: readonly Date[];
}

/** Histories: one of 100 faces takes about 2 MB. */
const mostRemembered = 20;

/** Reads the histories of executions; those that have ended once. */
export class Histories {
  readonly #sfn: Target['sfn'];
  readonly #ended = new LRUCache<string, Promise<History>>({ max: mostRemembered });

  constructor(sfn: Target['sfn']) {
    this.#sfn = sfn;
  }

  /** `stopped` tells one end from that of a redrive; absent while the execution runs. */
  of(executionArn: string, stopped: Date | undefined): Promise<History> {
    if (stopped === undefined) return this.#read(executionArn);
    const key = `${executionArn} ${stopped.getTime()}`;
    const remembered = this.#ended.get(key);
    if (remembered) return remembered;
    const history = this.#read(executionArn);
    this.#ended.set(key, history);
    history.catch(() => this.#ended.delete(key));
    return history;
  }

  async #read(executionArn: string): Promise<History> {
    const events = await readHistory(this.#sfn, executionArn);
    return { events, visits: readVisits(events), redrives: redrivesIn(events) };
  }
}

const redrivesIn = (events: readonly HistoryEvent[]): Date[] =>
  events.flatMap(({ type, timestamp }) => (type === 'ExecutionRedriven' ? [timestamp!] : []));
