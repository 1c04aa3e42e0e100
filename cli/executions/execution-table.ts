import { styleText } from 'node:util';
import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { ListedExecution } from '../../operations/executions/list-executions.ts';
import { formatDuration, formatTime, formatTimeOfDay } from '../../operations/format-time.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';

const columns = [
  { title: 'status' },
  { title: 'started' },
  { title: 'duration', align: 'right' },
  { title: 'photo', cut: true },
  { title: 'name' },
] as const;

export const executionTable = (executions: readonly ListedExecution[]): string =>
  table(
    columns,
    executions.map(({ status, startedAt, stoppedAt, key, name, waitsUntil }) => [
      statusInColour(status, waitsUntil),
      formatTime(startedAt),
      formatDuration((stoppedAt ?? new Date()).getTime() - startedAt.getTime()),
      key === undefined ? '' : printable(key),
      name,
    ]),
  );

/** One that waits for its turn says until when, instead of that it runs. */
export function statusInColour(status: ExecutionStatus, waitsUntil?: Date): string {
  if (waitsUntil) return styleText('cyan', `waits for its turn until ${formatTimeOfDay(waitsUntil)}`);
  if (status === 'SUCCEEDED') return styleText('green', status);
  return styleText(status === 'RUNNING' ? 'cyan' : 'red', status);
}
