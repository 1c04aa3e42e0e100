import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Tally } from '../world.ts';

/** The part of the model's tally that a real burst can be compared by. */
export type ObservedBurst = Pick<Tally, 'searched' | 'lost' | 'drainSeconds' | 'throttledCalls' | 'retries'>;

/** Reads from the histories of a burst's executions what the model foretells. */
export function observeBurst(histories: readonly (readonly HistoryEvent[])[]): ObservedBurst {
  const events = histories.flat();
  const count = (matches: (event: HistoryEvent) => boolean) => events.filter(matches).length;
  const ofType = (type: HistoryEvent['type']) => count((event) => event.type === type);
  const faces = events.filter(
    ({ type, stateExitedEventDetails: exited }) =>
      type === 'TaskStateExited' && exited?.name === 'CropAndSearch',
  );
  const lost = count(({ stateEnteredEventDetails: entered }) => entered?.name === 'FaceFailed');
  return {
    searched: faces.length - lost,
    lost,
    drainSeconds: (latest(faces) - earliest(events)) / 1000,
    throttledCalls: count(({ lambdaFunctionFailedEventDetails: failed }) => failed?.error === 'Throttled'),
    retries: ofType('LambdaFunctionScheduled') - ofType('TaskStateEntered'),
  };
}

const earliest = (events: readonly HistoryEvent[]) =>
  events.reduce((least, event) => Math.min(least, at(event)), Infinity);
const latest = (events: readonly HistoryEvent[]) =>
  events.reduce((most, event) => Math.max(most, at(event)), 0);
const at = ({ timestamp }: HistoryEvent) => timestamp!.getTime();
