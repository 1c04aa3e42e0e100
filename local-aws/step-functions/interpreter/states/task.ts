import { requirePath, secondsIn } from '../../data-flow/path-fields.ts';
import { startExecutionSync, type TaskState } from '../../definition/states-language.ts';
import type { JsonValue } from '../../json-value.ts';
import { callLambda } from '../call-lambda.ts';
import { runNested } from '../nested-task.ts';
import { withRetryAndCatch } from '../retry-and-catch.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import { readable, type Visit } from '../visit.ts';

export const runTask = (visit: Visit<TaskState>) =>
  withRetryAndCatch(visit, async () => {
    const input = effectiveInput(visit);
    const parameters = fill(visit, visit.state.Parameters, input);
    const run = visit.state.Resource === startExecutionSync ? runNested : callLambda;
    return outputOf(visit, await run(visit, parameters, timeoutSeconds(visit, input)));
  });

function timeoutSeconds(visit: Visit<TaskState>, input: JsonValue): number | undefined {
  const { TimeoutSeconds, TimeoutSecondsPath } = visit.state;
  if (!TimeoutSecondsPath) return TimeoutSeconds;
  const value = requirePath(TimeoutSecondsPath, readable(visit, input));
  return secondsIn('TimeoutSecondsPath', TimeoutSecondsPath, value, 1);
}
