import { EvaluationError } from '../../data-flow/evaluation-error.ts';
import { requirePath } from '../../data-flow/input-path.ts';
import type { FailState } from '../../definition/states-language.ts';
import { StateError } from '../state-error.ts';
import { readable, type Visit } from '../visit.ts';

export function runFail(visit: Visit<FailState>): never {
  const { Error: error, ErrorPath, Cause, CausePath } = visit.state;
  throw new StateError(
    ErrorPath ? read(visit, ErrorPath) : error,
    CausePath ? read(visit, CausePath) : Cause,
  );
}

function read(visit: Visit<FailState>, path: string): string {
  const value = requirePath(path, readable(visit, visit.input));
  if (typeof value === 'string') return value;
  throw new EvaluationError(`Expected a string at '${path}', got ${JSON.stringify(value)}`);
}
