import type { MapVisit, Visit, VisitStatus } from '../../../api/execution.ts';

/** What became of one state in an execution, in all its visits. */
export interface StateSummary {
  readonly status: VisitStatus;
  /** Visits by how they ended. */
  readonly counts: Partial<Record<VisitStatus, number>>;
  readonly visits: readonly Visit[];
}

/**
 * Each state that was entered, by its name. With an iteration, the states of the Map are told for that one alone;
 * the states around it stay as they are.
 */
export function summariseStates(
  visits: readonly MapVisit[],
  iteration?: number,
): ReadonlyMap<string, StateSummary> {
  const byState = new Map<string, Visit[]>();
  const add = (visit: Visit) => byState.set(visit.state, [...(byState.get(visit.state) ?? []), visit]);
  for (const visit of visits) {
    add(visit);
    for (const { index, visits: inner } of visit.iterations ?? []) {
      if (iteration === undefined || index === iteration) inner.forEach(add);
    }
  }
  return new Map([...byState].map(([state, its]) => [state, summarise(its)]));
}

/** What needs to be seen first. */
const precedence: readonly VisitStatus[] = ['running', 'failed', 'aborted', 'caught', 'succeeded'];

function summarise(visits: readonly Visit[]): StateSummary {
  const counts: Partial<Record<VisitStatus, number>> = {};
  for (const { status } of visits) counts[status] = (counts[status] ?? 0) + 1;
  return { status: precedence.find((status) => counts[status])!, counts, visits };
}

export interface MapProgress {
  readonly total: number;
  readonly done: number;
  readonly running: number;
}

/** How many of a Map's iterations have ended, in its last visit. */
export function mapProgress(visit: MapVisit | undefined): MapProgress | undefined {
  if (!visit?.iterations && visit?.iterationCount === undefined) return undefined;
  const { iterations = [], iterationCount = iterations.length } = visit;
  const running = iterations.filter(({ status }) => status === 'running').length;
  return { total: iterationCount, done: iterations.length - running, running };
}
