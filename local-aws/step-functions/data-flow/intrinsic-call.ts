import { type JsonValue, parseJson } from '../json-value.ts';

/** `States.Format('photo {}', $.key)`, taken apart. */
export interface IntrinsicCall {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** `between` is the text around each `{}`, for States.Format. */
  | { readonly kind: 'text'; readonly value: string; readonly between: readonly string[] }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly call: IntrinsicCall };

/** Throws a SyntaxError that says what was expected and where. */
export function parseIntrinsicCall(expression: string): IntrinsicCall {
  const reader = new Reader(expression);
  const call = readCall(reader);
  reader.expect(/$/y, 'the end');
  return call;
}

function readCall(reader: Reader): IntrinsicCall {
  const name = reader.expect(/States\.\w+/y, 'a path or an intrinsic function');
  reader.expect(/\(/y, '(');
  const given: Argument[] = [];
  while (!reader.take(/\)/y)) {
    if (given.length > 0) reader.expect(/,/y, ', or )');
    given.push(readArgument(reader));
  }
  return { name, arguments: given };
}

function readArgument(reader: Reader): Argument {
  const text = reader.take(/'(?:[^'\\]|\\.)*'/y);
  if (text !== undefined) return textArgument(text.slice(1, -1));
  const literal = reader.take(/(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y);
  if (literal !== undefined) return { kind: 'value', value: parseJson(literal) };
  const path = reader.take(pathArgument);
  if (path !== undefined) return { kind: 'path', path };
  return { kind: 'call', call: readCall(reader) };
}

/** Up to the next comma or bracket of the call; brackets of the path itself may hold anything. */
const pathArgument = /\$(?:[^,()[\]\s]|\[(?:[^\][]|\[[^\]]*\])*\])*/y;

function textArgument(raw: string): Argument {
  const between = [''];
  for (const [token] of raw.matchAll(/\\.|\{\}|./gs)) {
    if (token === '{}') between.push('');
    else between.push(between.pop() + token.at(-1)!);
  }
  return { kind: 'text', value: between.join('{}'), between };
}

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What `pattern` (sticky) matches here, after white space. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position + this.#text.slice(this.#position).search(/\S|$/);
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#position = pattern.lastIndex;
    return found;
  }

  expect(pattern: RegExp, what: string): string {
    const found = this.take(pattern);
    if (found === undefined) {
      throw new SyntaxError(`Expected ${what} at character ${this.#position + 1} of ${this.#text}`);
    }
    return found;
  }
}
