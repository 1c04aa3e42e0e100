import type { PassState } from '../../definition/states-language.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import type { Transition, Visit } from '../visit.ts';

export function runPass(visit: Visit<PassState>): Transition {
  const { state } = visit;
  const result = state.Result ?? fill(visit, state.Parameters, effectiveInput(visit));
  return { output: outputOf(visit, result), next: state.Next };
}
