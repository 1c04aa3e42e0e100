import { availableParallelism, cpus } from 'node:os';
import { table } from '../cli/terminal/table.ts';

export interface ReportOptions {
  /** `{"rows": […]}` on stdout and nothing else there, instead of a table. */
  readonly json?: boolean;
  /** Printed under the table, a line each: what the figures rest on. */
  readonly notes?: readonly string[];
}

/** Prints what a bench measured. The first row has every field; a field's name is its column's title. */
export function report(rows: readonly object[], { json = false, notes = [] }: ReportOptions = {}): void {
  // Figures without their machine mean little; but stdout is the rows' alone when it is JSON.
  (json ? process.stderr : process.stdout).write(`${describeMachine()}\n`);
  const text = json ? rowsAsJson(rows) : ['', rowsAsTable(rows), ...notes].join('\n');
  process.stdout.write(`${text}\n`);
}

/** The machine that the figures are from. */
export const describeMachine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}`;

/** One object a line. */
export const rowsAsJson = (rows: readonly object[]): string =>
  `{"rows": [\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]}`;

export function rowsAsTable(rows: readonly object[]): string {
  const columns = Object.entries(rows[0] ?? {}).map(([title, value]) => ({
    title,
    align: typeof value === 'string' ? ('left' as const) : ('right' as const),
  }));
  return table(
    columns,
    rows.map((row) => columns.map(({ title }) => cell((row as Record<string, unknown>)[title]))),
  );
}

function cell(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 4 });
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === undefined || value === null ? '' : String(value);
}

/** A figure with no more digits after the point than it deserves. */
export const rounded = (figure: number, digits: number): number => Number(figure.toFixed(digits));
