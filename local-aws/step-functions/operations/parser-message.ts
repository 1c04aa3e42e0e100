/**
 * What AWS's JSON parser says of a text that is no JSON: AWS hands its sentence on in InvalidExecutionInput. Two of
 * them are recorded, the others are the same parser's by its published source. Undefined for a text it would take,
 * or complains of in another way.
 */
export function parserMessage(text: string): string | undefined {
  if (text.trim() === '') return 'Invalid execution input.';
  const at = { text, position: 0 };
  try {
    readValue(at);
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem.message;
    if (problem instanceof RangeError) return undefined; // Nested too deeply to be read here.
    throw problem;
  }
}

class Problem extends Error {}

interface At {
  readonly text: string;
  position: number;
}

const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

function readValue(at: At): void {
  const next = peek(at);
  if (next === '{') readList(at, '}', 'Object', readField);
  else if (next === '[') readList(at, ']', 'Array', readValue);
  else if (next === '"') readString(at);
  else if (!take(at, /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y)) readWord(at);
}

function readWord(at: At): void {
  const token = take(at, /[\p{L}\p{N}_$]+/uy);
  if (token === undefined) throw unexpected(at, `expected a valid value ${values}`);
  if (!['true', 'false', 'null'].includes(token)) {
    throw new Problem(`Unrecognized token '${token}': was expecting ${values}`);
  }
}

function readField(at: At): void {
  if (peek(at) !== '"') throw unexpected(at, 'was expecting double-quote to start field name');
  readString(at);
  if (peek(at) !== ':') throw unexpected(at, 'was expecting a colon to separate field name and value');
  at.position += 1;
  readValue(at);
}

function readList(at: At, close: string, kind: 'Object' | 'Array', readEntry: (at: At) => void): void {
  at.position += 1;
  if (peek(at) === close) at.position += 1;
  else {
    for (;;) {
      readEntry(at);
      const next = peek(at);
      if (next !== close && next !== ',') {
        throw unexpected(at, `was expecting comma to separate ${kind} entries`);
      }
      at.position += 1;
      if (next === close) return;
    }
  }
}

function readString(at: At): void {
  take(at, /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy);
  const next = at.text[at.position];
  if (next === undefined)
    throw new Problem('Unexpected end-of-input: was expecting closing quote for a string value');
  if (next === '\\') {
    const escaped = at.text[at.position + 1] ?? '';
    throw new Problem(`Unrecognized character escape ${described(escaped)}`);
  }
  if (next !== '"') {
    throw new Problem(
      `Illegal unquoted character ((CTRL-CHAR, code ${next.charCodeAt(0)})): has to be escaped using backslash ` +
        'to be included in string value',
    );
  }
  at.position += 1;
}

function take(at: At, pattern: RegExp): string | undefined {
  pattern.lastIndex = at.position;
  const [found] = pattern.exec(at.text) ?? [];
  if (found !== undefined) at.position += found.length;
  return found;
}

/** The next character that is no white space. */
function peek(at: At): string | undefined {
  take(at, /[ \t\r\n]+/y);
  return at.text[at.position];
}

function unexpected(at: At, expectation: string): Problem {
  const character = at.text[at.position];
  if (character === undefined) return new Problem('Unexpected end-of-input');
  return new Problem(`Unexpected character (${described(character)}): ${expectation}`);
}

const described = (character: string) => `'${character}' (code ${character.charCodeAt(0)})`;
