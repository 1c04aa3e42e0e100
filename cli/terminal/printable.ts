/**
 * Text from elsewhere (a file's name, a key, an error) on one line, unable to move the terminal's cursor or to turn
 * the direction of what follows.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');

/** Cut to `length` characters, with an ellipsis where something is missing. */
export const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
