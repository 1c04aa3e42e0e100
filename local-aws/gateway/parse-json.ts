import { ServiceError } from '../service-error.ts';

export interface JsonBounds {
  /** Strings, numbers, arrays, objects, …; keys of objects do not count. */
  readonly values: number;
  /** What is thrown for more: ValidationException or SerializationException. */
  readonly error: string;
}

/** DynamoDB takes 32 levels of attributes, each of two in JSON; no other request comes near. */
const deepest = 100;

/**
 * The JSON object in a request's body. How long a parser takes is no matter of a body's size but of what it holds: 16 MB
 * of brackets, or of keys, take it many seconds, in which nobody else is served. So what it holds is counted before.
 */
export function parseJson(body: Buffer, bounds: JsonBounds): Record<string, unknown> {
  checkBounds(body, bounds);
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch (error) {
    throw new ServiceError('SerializationException', `Expected JSON: ${(error as Error).message}`);
  }
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  throw new ServiceError('SerializationException', 'Expected a JSON object as the request body');
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

function checkBounds(body: Buffer, { values: most, error }: JsonBounds): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfString(body, at);
    else if (byte === openArray || byte === openObject) {
      depth += 1;
      values += 1;
    } else if (byte === closeArray || byte === closeObject) depth -= 1;
    else if (byte === comma) values += 1;
    if (depth > deepest) throw new ServiceError(error, 'Nesting Levels have exceeded supported limits');
    if (values > most) throw new ServiceError(error, `Expected at most ${most} values in a request`);
  }
}

/** In a loop of its own: nearly all of a request with an image is one string, which is read faster so. */
function endOfString(body: Buffer, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at;
}
