/** What JSON can say; what travels between states. Treated as immutable: a change makes a copy. */
export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonObject;

export interface JsonObject {
  [field: string]: JsonValue;
}

/** A number that JavaScript would write in another way than it came: `0.0`, `1e3`, `12345678901234567890`. */
export interface ExactNumber extends JsonObject {
  rawJSON: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !rawJson.isRawJSON(value);
}

/** The number that the value is; undefined when it is none. */
export function numberIn(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return rawJson.isRawJSON(value) ? Number(value.rawJSON) : undefined;
}

/** As JSON.parse, but a number stays as it is written, as on AWS: `0.0` comes out of a state as `0.0`. */
export function parseJson(text: string): JsonValue {
  return mayHaveExactNumbers.test(text) ? rawJson.parse(text, keepNumber) : JSON.parse(text);
}

/** Most texts have none, and are parsed several times as fast without a look at each value. */
const mayHaveExactNumbers = /\d\.\d*0(?!\d)|\d[eE][+-]?\d|\d{16}|-0/;

const keepNumber = (_: string, value: JsonValue, { source }: { source?: string }) =>
  typeof value === 'number' && String(value) !== source ? rawJson.rawJSON(source!) : value;

/** What ECMAScript 2025 added to JSON, and the TypeScript library does not know yet. */
const rawJson = JSON as unknown as {
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
  parse(text: string, reviver: typeof keepNumber): JsonValue;
};
