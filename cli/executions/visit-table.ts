import { styleText } from 'node:util';
import type { StateVisit } from '../../operations/executions/state-visits.ts';
import { printable, shortened } from '../../operations/text/printable.ts';
import { formatDuration } from '../../operations/text/time.ts';
import { table } from '../terminal/table.ts';
import { shownOutput } from './shown-output.ts';

const columns = [
  { title: 'state' },
  { title: 'status' },
  { title: 'attempts', align: 'right' },
  { title: 'duration', align: 'right' },
  { title: 'errors of its calls, and what it put out' },
] as const;

/** Characters: enough to recognise an output, and to read most errors; `--json` has them whole. */
const outputLength = 100;
const errorLength = 200;

/** States in the order they began; below a Map its iterations, named by the face they are for. */
export const visitTable = (visits: readonly StateVisit[]): string =>
  table(
    columns,
    visits.flatMap((visit) => rows(visit, '')),
  );

function rows(visit: StateVisit, indent: string): string[][] {
  const { state, status, attempts, startedAt, endedAt, iterations = [] } = visit;
  return [
    [
      indent + state,
      styleText(colours[status], status),
      attempts > 0 ? String(attempts) : '',
      formatDuration(endedAt.getTime() - startedAt.getTime()),
      describeYield(visit),
    ],
    ...iterations.flatMap((iteration, index) => [
      [styleText('dim', `${indent}  face ${index + 1}`), '', '', '', ''],
      ...iteration.flatMap((inner) => rows(inner, `${indent}    `)),
    ]),
  ];
}

const colours = {
  running: 'cyan',
  succeeded: 'green',
  caught: 'yellow',
  failed: 'red',
  aborted: 'red',
} as const;

/** Errors first, one per line: they are what one looks for. */
function describeYield({ errors, input, output }: StateVisit): string {
  const lines = errors.map(({ error, cause }) =>
    shortened(printable(cause ? `${error}: ${cause}` : error), errorLength),
  );
  if (output !== undefined) lines.push(shortened(printable(shownOutput(output, input)), outputLength));
  return lines.join('\n');
}
