import type { Iteration, MapVisit, Visit, VisitStatus } from '../../../../console/api/execution.ts';

/** Milliseconds since 1970: when the executions of these tests start. */
export const began = Date.parse('2026-11-25T12:00:00.000Z');

/** That many milliseconds after the start. */
export const at = (milliseconds: number) => new Date(began + milliseconds).toISOString();

interface MadeCall {
  readonly from: number;
  readonly to?: number;
  readonly error?: string;
}

let id = 0;

/** A visit from its calls, in milliseconds after the start. */
export function visitOf(
  state: string,
  status: VisitStatus,
  { from = 0, to = 0, calls = [] }: { from?: number; to?: number; calls?: readonly MadeCall[] } = {},
): Visit {
  id += 1;
  return {
    id,
    state,
    status,
    startedAt: at(calls[0]?.from ?? from),
    endedAt: at(calls.at(-1)?.to ?? to),
    calls: calls.map((call) => ({
      startedAt: at(call.from),
      ...(call.to !== undefined && { endedAt: at(call.to) }),
      ...(call.error && { error: { error: call.error, cause: `the cause of ${call.error}` } }),
    })),
  };
}

export const iterationOf = (index: number, status: VisitStatus, ...visits: Visit[]): Iteration => ({
  index,
  status,
  visits,
});

export const mapOf = (status: VisitStatus, iterationCount: number, ...iterations: Iteration[]): MapVisit => ({
  ...visitOf('SearchEachFace', status, { to: 1000 }),
  iterationCount,
  iterations,
});
