import type { HistoryEvent } from '../history/history.ts';
import type { Operation } from './operation.ts';
import { executionArnIn, flag, nextToken, type Page, page } from './request.ts';

export const getExecutionHistory: Operation = (request, { store }) => {
  const journal = store.journalReader(store.find(executionArnIn(request)));
  const withData = flag(request, 'includeExecutionData') ?? true;
  const newestFirst = flag(request, 'reverseOrder') ?? false;
  const { begin, end, isLast } = linesOf(page(request), journal.count(), newestFirst);
  const read = journal.read(begin, end).map(({ event }) => event);
  const events = newestFirst ? read.reverse() : read;
  return {
    events: withData ? events : events.map(withoutData),
    ...(!isLast && { nextToken: nextToken(events.at(-1)!.id) }),
  };
};

/** Where a page's events are: the one with id 1 is line 0. */
function linesOf({ size, after }: Page, count: number, newestFirst: boolean) {
  if (newestFirst) {
    const end = Math.min((after ?? count + 1) - 1, count);
    const begin = Math.max(end - size, 0);
    return { begin, end, isLast: begin === 0 };
  }
  const begin = Math.min(after ?? 0, count);
  const end = Math.min(begin + size, count);
  return { begin, end, isLast: end === count };
}

const data = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

function withoutData(event: HistoryEvent): object {
  const strip = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).filter(([field]) => !data.has(field)))
      : value;
  return Object.fromEntries(Object.entries(event).map(([field, value]) => [field, strip(value)]));
}
