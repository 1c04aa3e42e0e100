import { EvaluationError } from '../../data-flow/expression.ts';
import { requirePath, takePath } from '../../data-flow/state-paths.ts';
import { parseTimestamp } from '../../data-flow/timestamp.ts';
import type { WaitState } from '../../definition/states-language.ts';
import type { JsonValue } from '../../json-value.ts';
import { pause } from '../pause.ts';
import { effectiveInput } from '../state-data.ts';
import { readable, type Transition, type Visit } from '../visit.ts';

export async function runWait(visit: Visit<WaitState>): Promise<Transition> {
  const { branch, state } = visit;
  const input = effectiveInput(visit);
  await pause(millisecondsToWait(visit, input) * branch.run.waitScale, branch.signal);
  return { output: takePath(state.OutputPath, readable(visit, input)), next: state.Next };
}

function millisecondsToWait(visit: Visit<WaitState>, input: JsonValue): number {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = visit.state;
  if (Seconds !== undefined) return Seconds * 1000;
  if (SecondsPath) return readSeconds(SecondsPath, requirePath(SecondsPath, readable(visit, input))) * 1000;
  const until = TimestampPath
    ? readTimestamp(TimestampPath, requirePath(TimestampPath, readable(visit, input)))
    : Date.parse(Timestamp!);
  return Math.max(0, until - Date.now());
}

function readSeconds(path: string, value: JsonValue): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new EvaluationError(
    `The SecondsPath parameter does not reference an integer: ${path} == ${printed(value)}`,
  );
}

function readTimestamp(path: string, value: JsonValue): number {
  const time = parseTimestamp(value);
  if (time !== undefined) return time;
  throw new EvaluationError(
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
      `${path} == ${printed(value)}`,
  );
}

const printed = (value: JsonValue) => (typeof value === 'string' ? value : JSON.stringify(value));
