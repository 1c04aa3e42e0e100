import { formatDuration } from '../../../../operations/format-time.ts';
import type { MapVisit, Visit, VisitStatus } from '../../../api/execution.ts';
import { errorsInShort, groupErrors, visitStatuses } from '../states/summarise-states.ts';

/** Part of a row: a call of a function, which may not have ended, the wait before it is tried again, or a state that calls none. */
export interface Segment {
  readonly kind: 'call' | 'failed call' | 'open' | 'wait' | 'state';
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly state: string;
  /** Counts the calls of one visit, from 1. */
  readonly attempt?: number;
  readonly error?: { readonly error: string; readonly cause: string };
}

export interface TimelineRow {
  readonly id: string;
  readonly state?: string;
  /** Of the Map, when the row is one of its iterations: 0 is the face with idx 1. */
  readonly iteration?: number;
  readonly status: VisitStatus;
  readonly visits: readonly Visit[];
  readonly segments: readonly Segment[];
}

/** One row per visit of a state, in the order they began, and below a Map one per iteration. `now` ends what runs. */
export function timelineRows(visits: readonly MapVisit[], now: number): TimelineRow[] {
  return visits.flatMap((visit) => [
    {
      id: `visit-${visit.id}`,
      state: visit.state,
      status: visit.status,
      visits: [visit],
      segments: segmentsOf(visit, now),
    },
    ...(visit.iterations ?? []).map(({ index, status, visits: its }) => ({
      id: `visit-${visit.id}-${index}`,
      iteration: index,
      // An iteration whose face failed has succeeded: the error was caught, and that is what one looks for.
      status: its.some((inner) => inner.status === 'caught') && status === 'succeeded' ? 'caught' : status,
      visits: its,
      segments: its.flatMap((inner) => segmentsOf(inner, now)),
    })),
  ]);
}

function segmentsOf({ state, status, startedAt, endedAt, calls, error }: Visit, now: number): Segment[] {
  const end = status === 'running' || status === 'waiting' ? now : Date.parse(endedAt);
  if (calls.length === 0)
    return [
      { kind: status === 'running' ? 'open' : 'state', state, from: Date.parse(startedAt), to: end, error },
    ];
  return calls.flatMap((call, index) => {
    const from = Date.parse(call.startedAt);
    const to = call.endedAt === undefined ? end : Date.parse(call.endedAt);
    const next = calls[index + 1];
    const made: Segment = {
      kind: call.error
        ? 'failed call'
        : call.endedAt !== undefined
          ? 'call'
          : status === 'running'
            ? 'open'
            : 'failed call',
      state,
      from,
      to,
      attempt: index + 1,
      error: call.error,
    };
    if (next) return [made, { kind: 'wait', state, from: to, to: Date.parse(next.startedAt) }];
    return status === 'waiting' ? [made, { kind: 'wait', state, from: to, to: now }] : [made];
  });
}

/** A row in words: `Face 3: succeeded, 4.20 s, 3 calls; met ThrottlingException ×2`. */
export function describeRow({ state, iteration, status, visits, segments }: TimelineRow): string {
  const name = iteration === undefined ? state : `Face ${iteration + 1}`;
  const from = Math.min(...segments.map((segment) => segment.from));
  const to = Math.max(...segments.map((segment) => segment.to));
  const calls = visits.reduce((sum, visit) => sum + visit.calls.length, 0);
  const told = [
    visitStatuses[status].word.toLowerCase(),
    formatDuration(to - from),
    ...(calls > 0 ? [calls === 1 ? '1 call' : `${calls} calls`] : []),
  ];
  const errors = errorsInShort(groupErrors(visits));
  return `${name}: ${told.join(', ')}${errors && `; met ${errors}`}`;
}
