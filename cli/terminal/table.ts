import { styleText } from 'node:util';
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
}

/** A table as text without a line break at its end; every row has a cell for each column. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = new Table({
    head: columns.map(({ title }) => styleText('dim', title)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: { ...noLines, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  lines.push(...rows.map((row) => [...row]));
  return lines.toString().replaceAll(/ +$/gm, '');
}
