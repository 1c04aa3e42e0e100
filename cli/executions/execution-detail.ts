import { styleText } from 'node:util';
import type { ExecutionDetail } from '../../operations/executions/read-execution.ts';
import { printable } from '../../operations/text/printable.ts';
import { formatDuration, formatTime } from '../../operations/text/time.ts';
import { statusInColour } from './execution-table.ts';
import { visitTable } from './visit-table.ts';

/** An execution for people: what it was given, what became of it, and each state on its way. */
export function executionDetail(execution: ExecutionDetail): string {
  const { name, status, startedAt, stoppedAt, input, output, error, states } = execution;
  const duration = formatDuration((stoppedAt ?? new Date()).getTime() - startedAt.getTime());
  const facts = [
    ['execution', styleText('bold', name)],
    ['status', `${statusInColour(status)} after ${duration}, started ${formatTime(startedAt)}`],
    ['input', printable(input)],
    ['output', output && printable(output)],
    [
      'error',
      error && styleText('red', printable(error.cause ? `${error.error}: ${error.cause}` : error.error)),
    ],
  ] as const;
  const lines = facts.filter(([, fact]) => fact).map(([what, fact]) => `${what.padEnd(9)}  ${fact}`);
  return [...lines, '', visitTable(states)].join('\n');
}
