import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Target } from '../../../operations/connect.ts';
import { keyInInput } from '../../../operations/executions/key-in-input.ts';
import type { Answer } from '../../api/routes.ts';
import { endOf } from './described.ts';
import { describe } from './execution.ts';

type Line = Answer<'logs'>['functions'][string][number];

/** Lines of one function. */
const mostLines = 500;

/**
 * What the local cloud's functions wrote about an execution: the lines of the invocations that name it, or name its photo
 * while it ran. On AWS the page leads to CloudWatch.
 */
export async function readLogs(target: Target, name: string): Promise<Answer<'logs'>> {
  if (target.kind === 'aws') return { functions: {}, leftOut: 0 };
  const execution = await describe(target, name);
  const end = endOf(execution);
  const isOf = namesExecution({
    executionArn: execution.executionArn!,
    key: keyInInput(execution.input),
    from: execution.startDate!,
    to: end ?? new Date(),
  });
  const folder = path.join(target.options.dataDir, 'logs');
  const files = (await readdir(folder).catch(noneYet)).filter((file) => file.endsWith('.log')).sort();
  let leftOut = 0;
  const functions: Record<string, Line[]> = {};
  for (const file of files) {
    const lines = linesOf(await readEnd(path.join(folder, file)), isOf);
    leftOut += Math.max(0, lines.length - mostLines);
    if (lines.length > 0) functions[path.basename(file, '.log')] = lines.slice(-mostLines);
  }
  return { functions, leftOut };
}

/** No function was called yet. */
function noneYet(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** Milliseconds by which a line may be later than the event that ends its call. */
const late = 2_000;

/** Whether a line is of the execution. A photo's key is in the lines of its other executions, too. */
const namesExecution =
  ({ executionArn, key, from, to }: { executionArn: string; key?: string; from: Date; to: Date }) =>
  (text: string, at: string | undefined): boolean => {
    if (text.includes(`"${executionArn}"`)) return true;
    if (key === undefined || !text.includes(key) || text.includes('"execution":"arn:')) return false;
    const time = Date.parse(at ?? '');
    return time >= from.getTime() && time <= to.getTime() + late;
  };

/** Lambda's own lines tell nothing of the photo, but belong to an invocation whose other lines do. */
function linesOf(log: string, isOf: (text: string, at: string | undefined) => boolean): Line[] {
  const invocations = new Map<string, { lines: Line[]; named: boolean }>();
  for (const text of log.split('\n')) {
    const request = requestId.exec(text)?.[0];
    if (request === undefined) continue;
    const invocation = invocations.get(request) ?? { lines: [], named: false };
    invocations.set(request, invocation);
    const line = toLine(text);
    invocation.lines.push(line);
    invocation.named ||= isOf(text, line.at);
  }
  return [...invocations.values()].flatMap(({ lines, named }) => (named ? lines : []));
}

const requestId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?="|\t|\s|$)/;

/** What every line of Powertools has, and what the page tells already. */
const wellKnown: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'sampling_rate',
  'xray_trace_id',
  'execution',
  'photoId',
]);

/** Powertools writes JSON, Lambda its time, the invocation and the level between tabs. */
function toLine(text: string): Line {
  const fields = readJson(text);
  if (fields) {
    const rest = Object.entries(fields).filter(([name]) => !wellKnown.has(name));
    return {
      ...(fields.timestamp !== undefined && { at: fields.timestamp }),
      ...(fields.level !== undefined && { level: fields.level }),
      text: [fields.message, JSON.stringify(Object.fromEntries(rest))].join(' '),
    };
  }
  const [at, , level, ...rest] = text.split('\t');
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at!) ? { at, level, text: rest.join(' ') } : { text };
}

function readJson(text: string): Record<string, string> | undefined {
  try {
    return text.startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes of the end of a log that are read. */
const mostRead = 16 * 1024 * 1024;

async function readEnd(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, mostRead);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString();
  } finally {
    await file.close();
  }
}
