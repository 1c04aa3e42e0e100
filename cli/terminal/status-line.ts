import { styleText } from 'node:util';
import { printable } from './printable.ts';

/** Where something that takes long says how far it is, and what deserves a line of its own. */
export interface StatusLine {
  /** The present state; the last one is what stays true. */
  show(text: string): void;
  /** A line that stays. */
  say(text: string): void;
  /** Takes the state away. */
  end(): void;
}

/** On a terminal one line that is written over; elsewhere a line now and then. */
export const statusLine = (stream: NodeJS.WriteStream = process.stderr): StatusLine =>
  stream.isTTY ? liveLine(stream) : plainLines(stream);

const eraseLine = '\r\u001b[2K';

function liveLine(stream: NodeJS.WriteStream): StatusLine {
  let shown = '';
  const draw = () => {
    if (shown === '') return;
    // One column stays free: a full last column wraps on some terminals.
    const fitting = printable(shown).slice(0, Math.max(0, (stream.columns || 80) - 1));
    stream.write(eraseLine + styleText('dim', fitting, { stream }));
  };
  return {
    show: (text) => {
      if (text === shown) return;
      shown = text;
      draw();
    },
    say: (text) => {
      stream.write(`${shown && eraseLine}${text}\n`);
      draw();
    },
    end: () => {
      if (shown !== '') stream.write(eraseLine);
      shown = '';
    },
  };
}

/** Often enough to see that it lives, seldom enough for a log. */
const millisecondsBetweenLines = 5_000;

function plainLines(stream: NodeJS.WriteStream): StatusLine {
  let last = performance.now();
  let shown = '';
  return {
    show: (text) => {
      if (text === shown || performance.now() - last < millisecondsBetweenLines) return;
      stream.write(`${printable(text)}\n`);
      last = performance.now();
      shown = text;
    },
    say: (text) => stream.write(`${text}\n`),
    end: () => {},
  };
}
