import { stripVTControlCharacters, styleText } from 'node:util';
import Table from 'cli-table3';

/** Columns divided by space alone: easy to read, to copy from and to cut with other tools. */
const noLines = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
  ].map((name) => [name, '']),
);

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Where a table is too wide for the terminal, or a cell longer than any that is read, what is in the middle goes. */
  readonly cut?: boolean;
}

/** A table as text without a line break at its end; every row has a cell for each column. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = process.stdout.columns,
): string {
  const lines = new Table({
    head: columns.map(({ title }) => styleText('dim', title)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: { ...noLines, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  lines.push(...fitting(columns, rows, width));
  return lines.toString().replaceAll(/ +$/gm, '');
}

/** Characters: one key of 900 would pad every row to as many. */
const longestCut = 100;
const shortestCut = 12;

function fitting(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
) {
  const cuts = columns.filter(({ cut }) => cut).length;
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...rows.map((row) => stripVTControlCharacters(row[at]!).length)),
  );
  const fixed = widths.filter((_, at) => !columns[at]!.cut).reduce((sum, each) => sum + each, 0);
  const left = (width ?? Number.POSITIVE_INFINITY) - fixed - 2 * (columns.length - 1);
  const most = Math.min(longestCut, Math.max(shortestCut, Math.floor(left / Math.max(1, cuts))));
  return rows.map((row) => row.map((cell, at) => (columns[at]!.cut ? withoutMiddle(cell, most) : cell)));
}

/** The beginning and the end say most of a path. */
function withoutMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = Math.floor((length - 1) / 2);
  return `${text.slice(0, length - 1 - end)}…${text.slice(-end)}`;
}
