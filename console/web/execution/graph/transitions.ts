import type { DrawnState, MapVisit, Visit } from '../../../api/execution.ts';

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, DrawnState>>;
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'catch';
  /** What a Choice state takes it for, or that it is taken after an error. */
  readonly label?: string;
}

/** The pseudo-states at both ends of a machine, which no state may be called. */
export const start = '(start)';
export const end = '(end)';

/** Every arrow of a machine, without those inside its Map states. Two arrows between the same states are one. */
export function transitionsOf({ StartAt, States }: Machine): Transition[] {
  const all = [
    { from: start, to: StartAt, kind: 'next' } as const,
    ...Object.entries(States).flatMap(([name, state]) => transitionsFrom(name, state)),
  ];
  const distinct = new Map(
    all.map((transition) => [arrowBetween(transition.from, transition.to), transition]),
  );
  return [...distinct.values()];
}

function transitionsFrom(from: string, state: DrawnState): Transition[] {
  const { Next, Default, Choices = [], Catch = [] } = state;
  const ends = !Next && !Default && Choices.length === 0;
  return [
    ...Catch.map(({ Next }) => ({ from, to: Next, kind: 'catch', label: 'caught' }) as const),
    ...Choices.map(
      (rule) => ({ from, to: rule.Next, kind: 'choice', label: valuesIn(rule) || undefined }) as const,
    ),
    ...(Default ? [{ from, to: Default, kind: 'choice', label: 'else' } as const] : []),
    ...(Next ? [{ from, to: Next, kind: 'next' } as const] : []),
    ...(ends ? [{ from, to: end, kind: 'next' } as const] : []),
  ];
}

/** The words a Choice rule compares with: what a person calls the case. */
function valuesIn(rule: object): string {
  const words = Object.entries(rule).flatMap(([operator, value]) => {
    if (operator === 'StringEquals') return [String(value)];
    if (operator === 'And' || operator === 'Or') return (value as object[]).map(valuesIn).filter(Boolean);
    return [];
  });
  return words.join(', ');
}

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
