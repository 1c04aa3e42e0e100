import { takePath } from '../../data-flow/input-path.ts';
import type { SucceedState } from '../../definition/states-language.ts';
import { effectiveInput } from '../state-data.ts';
import { readable, type Transition, type Visit } from '../visit.ts';

export function runSucceed(visit: Visit<SucceedState>): Transition {
  return { output: takePath(visit.state.OutputPath, readable(visit, effectiveInput(visit))) };
}
