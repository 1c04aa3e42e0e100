/**
 * StringMatches: `*` stands for any number of characters, `\*` for a star and `\\` for a backslash.
 * No regular expression, because one with many `.*` can take forever.
 */
export function matchesWildcards(value: string, pattern: string): boolean {
  const [start, ...rest] = literals(pattern);
  const end = rest.pop();
  if (end === undefined) return value === start;
  if (!value.startsWith(start!)) return false;
  let position = start!.length;
  for (const middle of rest) {
    const found = value.indexOf(middle, position);
    if (found < 0) return false;
    position = found + middle.length;
  }
  return value.length - end.length >= position && value.endsWith(end);
}

/** The texts between the stars. */
function literals(pattern: string): string[] {
  const texts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|./gs)) {
    if (token === '*') texts.push('');
    else texts.push(texts.pop() + token.at(-1)!);
  }
  return texts;
}
