import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import { readSteps } from '../../../operations/executions/state-visits.ts';
import type { HistoryEvent as ToldEvent } from '../../api/execution.ts';
import type { Answer } from '../../api/routes.ts';
import { Refusal } from '../refusal.ts';
import { endOf } from './described.ts';
import { describe } from './execution.ts';
import type { Histories } from './history.ts';

/** The events of an execution, each with the state and the face that it is of. */
export async function readEvents(
  target: Target,
  histories: Histories,
  name: string,
): Promise<Answer<'events'>> {
  const events = await eventsOf(target, histories, name);
  const steps = readSteps(events);
  return {
    events: events.map((event): ToldEvent => {
      const { state, iteration } = steps.get(event.id!) ?? {};
      const { error } = (detailsOf(event) ?? {}) as { error?: string };
      return {
        id: event.id!,
        type: event.type!,
        ...(state !== undefined && { state }),
        ...(iteration !== undefined && { face: iteration + 1 }),
        at: event.timestamp!.toISOString(),
        ...(error !== undefined && { error }),
      };
    }),
  };
}

/** All that is told of one event. */
export async function readEvent(
  target: Target,
  histories: Histories,
  { name, id }: { name: string; id: number },
): Promise<Answer<'event'>> {
  const event = (await eventsOf(target, histories, name)).find((each) => each.id === id);
  if (event) return { event: JSON.stringify(event, (_, value) => unfold(value), 2) };
  throw new Refusal(404, 'EventDoesNotExist', {
    message: `Expected the id of an event of ${name}, got ${id}`,
    whatToDo: 'Reload the execution.',
    field: 'id',
  });
}

export async function eventsOf(
  target: Target,
  histories: Histories,
  name: string,
): Promise<readonly HistoryEvent[]> {
  const execution = await describe(target, name);
  return (await histories.of(execution.executionArn!, endOf(execution))).events;
}

/** What depends on the type of an event is in the only member that is an object; a time is none of that. */
const detailsOf = (event: HistoryEvent): object | undefined =>
  Object.values(event).find(
    (value) => typeof value === 'object' && value !== null && !(value instanceof Date),
  );

/** Input, output and Lambda's causes are JSON in a string. */
function unfold(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
