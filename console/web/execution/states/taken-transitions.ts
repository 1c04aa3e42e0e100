import type { MapVisit, Visit } from '../../../api/execution.ts';
import { end, start } from '../graph/transitions.ts';

/** Which arrow: names of states hold no line break. */
export const arrowBetween = (from: string, to: string): string => `${from}\n${to}`;

/**
 * The arrows that an execution took: that both its ends were entered does not say so. With an iteration, inside the
 * Map those of that one alone.
 */
export function takenTransitions(visits: readonly MapVisit[], iteration?: number): ReadonlySet<string> {
  const iterations = visits
    .flatMap((visit) => visit.iterations ?? [])
    .filter(({ index }) => iteration === undefined || index === iteration);
  return new Set([visits, ...iterations.map((each) => each.visits)].flatMap(arrowsAlong));
}

function arrowsAlong(visits: readonly Visit[]): string[] {
  const last = visits.at(-1);
  if (!last) return [];
  const states = [start, ...visits.map(({ state }) => state), ...(hasEnded(last) ? [end] : [])];
  return states.slice(1).map((state, index) => arrowBetween(states[index]!, state));
}

/** A Fail state ends the machine as much as one that succeeds; one that failed by an error went nowhere. */
const hasEnded = ({ status, calls }: Visit) =>
  status === 'succeeded' || (status === 'failed' && calls.length === 0);
