import type { Call, StateVisit } from '../../../operations/executions/state-visits.ts';
import type { Iteration, MapVisit, Visit, VisitStatus } from '../../api/execution.ts';

/** Visits as the browser is told of them: without their data, which it asks for one by one. */
export function toVisit(visit: StateVisit): MapVisit {
  const { iterations, iterationCount } = visit;
  return {
    ...toPlainVisit(visit),
    ...(iterationCount !== undefined && { iterationCount }),
    ...(iterations && {
      // Those that have not begun are holes in the list.
      iterations: Object.entries(iterations).map(([index, visits]) => toIteration(Number(index), visits)),
    }),
  };
}

/** The visit that an event began, at any depth. */
export function findVisit(visits: readonly StateVisit[], id: number): StateVisit | undefined {
  for (const visit of visits) {
    if (visit.id === id) return visit;
    const inside = findVisit((visit.iterations ?? []).flat(), id);
    if (inside) return inside;
  }
  return undefined;
}

function toIteration(index: number, visits: readonly StateVisit[]): Iteration {
  return { index, status: statusOf(visits), visits: visits.map(toPlainVisit) };
}

/** Of an iteration. */
const lastStates: ReadonlySet<string> = new Set([
  'IndexFacesHook',
  'FaceIndexed',
  'FaceNotIndexed',
  'AnswerInvalid',
  'IndexFacesFailed',
  'FaceFailed',
  'FaceDone',
]);

/** An iteration goes on after a state that was caught. */
function statusOf(visits: readonly StateVisit[]): VisitStatus {
  const last = visits.at(-1);
  if (!last) return 'running';
  if (last.status !== 'succeeded') return last.status === 'caught' ? 'running' : last.status;
  if (!lastStates.has(last.state)) return 'running';
  // What the stage returned was no error to Step Functions.
  const failed = last.state === 'AnswerInvalid' || visits.some(({ status }) => status === 'caught');
  return failed ? 'caught' : 'succeeded';
}

function toPlainVisit({ id, state, status, startedAt, endedAt, calls, errors }: StateVisit): Visit {
  const [error] = calls.length === 0 ? errors : [];
  return {
    id,
    state,
    status,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    calls: calls.map(toCall),
    ...(error && { error }),
  };
}

const toCall = ({ startedAt, endedAt, error }: Call): Visit['calls'][number] => ({
  startedAt: startedAt.toISOString(),
  ...(endedAt && { endedAt: endedAt.toISOString() }),
  ...(error && { error }),
});
