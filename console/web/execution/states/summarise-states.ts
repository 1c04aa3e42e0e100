import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { formatDuration } from '../../../../operations/format-time.ts';
import type { MapVisit, Visit, VisitStatus } from '../../../api/execution.ts';

/** What became of one state in an execution, in all its visits. */
export interface StateSummary {
  readonly status: VisitStatus;
  /** Visits by how they ended. */
  readonly counts: Partial<Record<VisitStatus, number>>;
  readonly visits: readonly MapVisit[];
}

/**
 * Each state that was entered, by its name. With an iteration, the states of the Map are told for that one alone;
 * the states around it stay as they are.
 */
export function summariseStates(
  visits: readonly MapVisit[],
  iteration?: number,
): ReadonlyMap<string, StateSummary> {
  const byState = new Map<string, MapVisit[]>();
  const add = (visit: MapVisit) => byState.set(visit.state, [...(byState.get(visit.state) ?? []), visit]);
  for (const visit of visits) {
    add(visit);
    for (const { index, visits: inner } of visit.iterations ?? []) {
      if (iteration === undefined || index === iteration) inner.forEach(add);
    }
  }
  return new Map([...byState].map(([state, its]) => [state, summarise(its)]));
}

/** What needs to be seen first. */
const precedence: readonly VisitStatus[] = ['running', 'waiting', 'failed', 'aborted', 'caught', 'succeeded'];

function summarise(visits: readonly MapVisit[]): StateSummary {
  const counts: Partial<Record<VisitStatus, number>> = {};
  for (const { status } of visits) counts[status] = (counts[status] ?? 0) + 1;
  return { status: precedence.find((status) => counts[status])!, counts, visits };
}

export interface MapProgress {
  readonly total: number;
  /** Ended with an outcome: what was stopped has not. */
  readonly done: number;
  readonly running: number;
  /** For a retry. */
  readonly waiting: number;
}

/** How far a Map's iterations have come, in its last visit. */
export function mapProgress(visit: MapVisit): MapProgress | undefined {
  if (!visit.iterations && visit.iterationCount === undefined) return undefined;
  const { iterations = [], iterationCount = iterations.length } = visit;
  const count = (...statuses: VisitStatus[]) =>
    iterations.filter(({ status }) => statuses.includes(status)).length;
  return {
    total: iterationCount,
    done: count('succeeded', 'caught'),
    running: count('running'),
    waiting: count('waiting'),
  };
}

/** `3 of 9 faces done, 2 waiting for a retry` */
export const progressInShort = ({ total, done, waiting }: MapProgress): string =>
  `${done} of ${total} faces done${waiting === 0 ? '' : `, ${waiting} waiting for a retry`}`;

/** Calls after the first of a visit; whether the visit succeeded in the end does not matter. */
const retriesOf = (visits: readonly Visit[]): number =>
  visits.reduce((sum, { calls }) => sum + Math.max(0, calls.length - 1), 0);

/** `0.48 s`, `3 calls, 4.20 s` for one visit; `9 succeeded, 1 caught, 4 retries` for several. */
export function summaryInShort({ counts, visits }: StateSummary): string {
  const [visit] = visits;
  if (visits.length === 1 && visit) {
    const { status, calls, startedAt, endedAt } = visit;
    const took = formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
    const tries = calls.length > 1 ? `${calls.length} calls` : '';
    const open = status === 'running' || status === 'waiting';
    return [tries, open ? status : took].filter(Boolean).join(', ');
  }
  const retries = retriesOf(visits);
  return [
    ...precedence.filter((status) => counts[status]).map((status) => `${counts[status]} ${status}`),
    ...(retries > 0 ? [retries === 1 ? '1 retry' : `${retries} retries`] : []),
  ].join(', ');
}

interface ErrorGroup {
  readonly error: string;
  readonly count: number;
  /** Of the last of them. */
  readonly cause: string;
}

/** The errors that the calls of these visits met, the most frequent first. */
export function groupErrors(visits: readonly Visit[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { calls, error } of visits) {
    for (const met of [...calls.map((call) => call.error), error]) {
      if (!met) continue;
      const count = (groups.get(met.error)?.count ?? 0) + 1;
      groups.set(met.error, { error: met.error, count, cause: met.cause });
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** `ThrottlingException ×3, TimeoutError` */
export const errorsInShort = (groups: readonly ErrorGroup[]): string =>
  groups.map(({ error, count }) => (count === 1 ? error : `${error} ×${count}`)).join(', ');

export const visitStatuses: Readonly<Record<VisitStatus, { word: string; type: StatusIndicatorProps.Type }>> =
  {
    running: { word: 'Running', type: 'in-progress' },
    waiting: { word: 'Waiting', type: 'pending' },
    succeeded: { word: 'Succeeded', type: 'success' },
    caught: { word: 'Caught error', type: 'warning' },
    failed: { word: 'Failed', type: 'error' },
    aborted: { word: 'Aborted', type: 'stopped' },
  };
