import type { JsonObject } from '../json-value.ts';

export function* unknownFields(
  place: string,
  object: JsonObject,
  known: readonly string[],
): Generator<string> {
  for (const field of Object.keys(object)) {
    if (!known.includes(field)) yield `${place}: ${field} is not supported here`;
  }
}
