import { styleText } from 'node:util';
import type { ExecutionDetail } from '../../operations/executions/read-execution.ts';
import type { StateVisit } from '../../operations/executions/state-visits.ts';
import { formatDuration, formatTime, formatTimeOfDay } from '../../operations/format-time.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import { statusInColour } from './execution-table.ts';

/** The name of the person whom a face of the photo was found to be, if they have one. */
interface NamedIdx {
  readonly idx: number;
  readonly name?: string;
}

/** An execution for people: what it was given, what became of it, and each state on its way. */
export function executionDetail(execution: ExecutionDetail, people: readonly NamedIdx[] = []): string {
  const { name, status, startedAt, stoppedAt, input, output, error, remedy, states, waitsUntil } = execution;
  const duration = formatDuration((stoppedAt ?? new Date()).getTime() - startedAt.getTime());
  const facts = [
    ['execution', styleText('bold', name)],
    ['status', `${statusInColour(status, waitsUntil)} after ${duration}, started ${formatTime(startedAt)}`],
    ['input', printable(input)],
    ['output', output && printable(output)],
    [
      'error',
      error && styleText('red', printable(error.cause ? `${error.error}: ${error.cause}` : error.error)),
    ],
    ['remedy', remedy && `${remedy.verdict}: ${printable(remedy.explanation)}`],
  ] as const;
  const lines = facts.filter(([, fact]) => fact).map(([what, fact]) => `${what.padEnd(9)}  ${fact}`);
  return [...lines, '', visitTable(states, people)].join('\n');
}

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
const visitTable = (visits: readonly StateVisit[], people: readonly NamedIdx[]): string => {
  const names = new Map(people.map(({ idx, name }) => [idx, name]));
  return table(
    columns,
    visits.flatMap((visit) => rows(visit, '', names)),
  );
};

function rows(visit: StateVisit, indent: string, names: ReadonlyMap<number, string | undefined>): string[][] {
  const { state, status, attempts, startedAt, endedAt, iterations = [] } = visit;
  return [
    [
      indent + state,
      styleText(colours[status], statusInWords(visit)),
      attempts > 0 ? String(attempts) : '',
      formatDuration(endedAt.getTime() - startedAt.getTime()),
      describeYield(visit),
    ],
    ...iterations.flatMap((iteration, index) => [
      [
        styleText('dim', `${indent}  face ${index + 1}`) + printable(`  ${names.get(index + 1) ?? ''}`),
        ...['', '', '', ''],
      ],
      ...iteration.flatMap((inner) => rows(inner, `${indent}    `, names)),
    ]),
  ];
}

/** Of one that waits: since when, and for which attempt. A searched face that is with the stage is being indexed. */
function statusInWords({ state, status, endedAt, attempts }: StateVisit): string {
  const isIndexing = state === 'IndexFacesHook' && (status === 'running' || status === 'waiting');
  if (status !== 'waiting') return isIndexing ? 'indexing' : status;
  const waiting = `waiting since ${formatTimeOfDay(endedAt)}, for attempt ${attempts + 1}`;
  return isIndexing ? `indexing, ${waiting}` : waiting;
}

const colours = {
  running: 'cyan',
  waiting: 'cyan',
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

/**
 * What a state added or changed, in short: most outputs repeat their whole input.
 * `{…}` stands for an object, `[4]` for a list of four.
 */
export function shownOutput(output: string, input: string | undefined): string {
  const [after, before] = [parse(output), parse(input)];
  if (!isObject(after) || !isObject(before)) return abridge(after, 1);
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  if (changed.length === 0) return '';
  return abridge(Object.fromEntries(changed), changed.length === 1 ? 2 : 1);
}

function abridge(value: unknown, depth: number): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (!isObject(value)) return JSON.stringify(value);
  if (depth === 0) return '{…}';
  const fields = Object.entries(value).map(([field, inner]) => `${field}: ${abridge(inner, depth - 1)}`);
  return `{${fields.join(', ')}}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (json: string | undefined): unknown => (json === undefined ? undefined : JSON.parse(json));
