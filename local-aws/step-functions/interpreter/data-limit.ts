import type { JsonValue } from '../json-value.ts';
import { StateError } from './state-error.ts';

/** What a state or task may be given or give, in bytes of UTF-8. */
export const dataLimit = 262_144;

/** The value as JSON, as the history holds it. Throws States.DataLimitExceeded. */
export function toData(value: JsonValue, stateOrTask: string): string {
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) <= dataLimit) return json;
  throw new StateError(
    'States.DataLimitExceeded',
    `The state/task '${stateOrTask}' returned a result with a size exceeding the maximum number of bytes ` +
      'service limit.',
  );
}

/** How events say that the data in them is whole. */
export const whole = { truncated: false };
