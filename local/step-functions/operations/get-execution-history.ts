import type { Operation } from '../../gateway/json-service.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { executionArnIn } from './arn.ts';
import { flag, nextToken, page } from './request.ts';

export const getExecutionHistory =
  (store: ExecutionStore): Operation =>
  async (request) => {
    const events = store.readJournal(store.find(executionArnIn(request))).map(({ event }) => event);
    const { size, after } = page(request);
    const ordered = flag(request, 'reverseOrder') ? events.toReversed() : events;
    const begin = ordered.findIndex(({ id }) => id === after) + 1;
    const given = ordered.slice(begin, begin + size);
    const withData = flag(request, 'includeExecutionData') ?? true;
    return {
      events: withData ? given : given.map(withoutData),
      ...(begin + size < ordered.length && { nextToken: nextToken(given.at(-1)!.id) }),
    };
  };

const data = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

function withoutData(event: HistoryEvent): object {
  const strip = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).filter(([field]) => !data.has(field)))
      : value;
  return Object.fromEntries(Object.entries(event).map(([field, value]) => [field, strip(value)]));
}
