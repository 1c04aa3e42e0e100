import { isObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { catcherFields, retrierFields, unknownFields } from './supported-fields.ts';

/** Retry and Catch: what the validator lets pass and AWS does not. */
export function* findBadErrorHandlers(name: string, { Retry, Catch }: JsonObject): Generator<string> {
  yield* findBadList(`${name}: Retry`, Retry, retrierFields);
  yield* findBadList(`${name}: Catch`, Catch, catcherFields);
  for (const retrier of Array.isArray(Retry) ? Retry : []) {
    if (isObject(retrier)) yield* findBadNumbers(`${name}: Retry`, retrier);
  }
}

function* findBadList(place: string, list: JsonValue | undefined, fields: readonly string[]) {
  if (!Array.isArray(list)) return;
  for (const [index, handler] of list.entries()) {
    if (!isObject(handler)) continue;
    yield* unknownFields(place, handler, fields);
    const names = Array.isArray(handler.ErrorEquals) ? handler.ErrorEquals : [];
    if (names.length === 0) yield `${place}: expected at least one name in ErrorEquals, got none`;
    if (names.includes('States.ALL') && (names.length > 1 || index < list.length - 1)) {
      yield `${place}: expected States.ALL alone and last, got it beside or before other names`;
    }
  }
}

function* findBadNumbers(place: string, retrier: JsonObject): Generator<string> {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = retrier;
  if (!isInteger(IntervalSeconds, 1))
    yield `${place}: expected IntervalSeconds above 0, got ${IntervalSeconds}`;
  if (!isInteger(MaxAttempts, 0)) yield `${place}: expected MaxAttempts of 0 or more, got ${MaxAttempts}`;
  if (!(typeof BackoffRate === 'number' && BackoffRate >= 1)) {
    yield `${place}: expected a BackoffRate of 1 or more, got ${BackoffRate}`;
  }
  if (MaxDelaySeconds !== undefined && !isInteger(MaxDelaySeconds, Number(IntervalSeconds) + 1)) {
    yield `${place}: expected MaxDelaySeconds above IntervalSeconds, got ${MaxDelaySeconds}`;
  }
  if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') {
    yield `${place}: expected FULL or NONE as JitterStrategy, got ${JitterStrategy}`;
  }
}

const isInteger = (value: JsonValue, least: number) => Number.isInteger(value) && Number(value) >= least;
