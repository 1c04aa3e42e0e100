export interface JsonToken {
  readonly kind: 'key' | 'text' | 'number' | 'word' | 'mark';
  readonly text: string;
}

const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|([^"\d\w-]+|.)/gs;

/** JSON that is meant for people: indented; anything else as it is. */
export function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}

/** The pieces of a JSON text, for colouring; together they are the text again. */
export function jsonTokens(json: string): JsonToken[] {
  return [...json.matchAll(token)].flatMap(([all, text, colon, number, word]): JsonToken[] => {
    if (text !== undefined && colon !== undefined)
      return [
        { kind: 'key', text },
        { kind: 'mark', text: colon },
      ];
    if (text !== undefined) return [{ kind: 'text', text }];
    if (number !== undefined) return [{ kind: 'number', text: number }];
    return [{ kind: word === undefined ? 'mark' : 'word', text: all }];
  });
}
