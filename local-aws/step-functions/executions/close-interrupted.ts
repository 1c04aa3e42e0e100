import { History, type JournalLine } from '../history/history.ts';
import type { ExecutionRecord } from './execution-index.ts';
import { statusAfter } from './execution-status.ts';
import type { ExecutionStore } from './execution-store.ts';

/**
 * Ends what was running when the process last ended. An execution without an end fails with the error
 * `Interrupted`; one whose end did not reach the index any more keeps that end.
 */
export function closeInterrupted(store: ExecutionStore): void {
  for (const record of store.index.newestFirst()) {
    if (record.status === 'RUNNING') closeOne(store, record);
  }
}

function closeOne(store: ExecutionStore, record: ExecutionRecord): void {
  const before = store.readJournal(record);
  if (summarize(before).status === 'RUNNING') {
    const history = new History(store.openJournal(record), before.length);
    const details = { executionFailedEventDetails: { error: 'Interrupted', cause } };
    history.end({ type: 'ExecutionFailed', previous: before.length, details });
  }
  store.index.put({ ...record, ...summarize(store.readJournal(record)) });
}

const cause =
  'The local cloud stopped while this execution ran. Redrive it to continue: what it had finished is kept.';

/** What the index says about an execution, taken from its journal. */
function summarize(journal: readonly JournalLine[]) {
  const last = journal.at(-1)!.event;
  const status = statusAfter(last.type);
  const redrives = journal.filter(({ event }) => event.type === 'ExecutionRedriven');
  return {
    status,
    stopDate: status === 'RUNNING' ? undefined : last.timestamp,
    redriveCount: redrives.length,
    redriveDate: redrives.at(-1)?.event.timestamp,
  };
}
