import { EvaluationError } from '../../data-flow/expression.ts';
import { printed, requireParameter, secondsIn } from '../../data-flow/path-fields.ts';
import { takePath } from '../../data-flow/state-paths.ts';
import { parseTimestamp } from '../../data-flow/timestamp.ts';
import { longestWait } from '../../definition/check-wait.ts';
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
  const at = (field: string, path: string) => requireParameter(field, path, readable(visit, input));
  if (Seconds !== undefined) return Seconds * 1000;
  if (SecondsPath) {
    const seconds = secondsIn('SecondsPath', SecondsPath, at('SecondsPath', SecondsPath));
    if (seconds > longestWait) throw tooLong();
    return seconds * 1000;
  }
  const until = TimestampPath
    ? readTimestamp(TimestampPath, at('TimestampPath', TimestampPath))
    : parseTimestamp(Timestamp)!;
  const milliseconds = wholeSeconds(until) - Date.now();
  if (milliseconds > latestTimestamp) throw tooLong();
  return Math.max(0, milliseconds);
}

/** Recorded on AWS: 24,855 days from now are waited for, 24,856 are not, so seconds are counted in 31 bits. */
const latestTimestamp = (2 ** 31 - 1) * 1000;

const tooLong = () => new EvaluationError('Wait state delay is too long.');

/** AWS cuts the rest off. */
const wholeSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000) * 1000;

function readTimestamp(path: string, value: JsonValue): number {
  const time = parseTimestamp(value);
  if (time !== undefined) return time;
  throw new EvaluationError(
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
      `${path} == ${printed(value)}`,
  );
}
