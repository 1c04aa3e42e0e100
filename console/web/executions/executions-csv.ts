import type { ExecutionRow } from '../../api/execution.ts';

const columns: readonly [string, (row: ExecutionRow) => string | number | undefined][] = [
  ['photo', ({ photo }) => photo?.key],
  ['execution', ({ name }) => name],
  ['status', ({ status }) => status],
  ['record', ({ photoStatus, superseded }) => (superseded ? 'superseded' : photoStatus)],
  ['started', ({ startedAt }) => startedAt],
  ['stopped', ({ stoppedAt }) => stoppedAt],
  ['threshold given', ({ givenThreshold }) => givenThreshold],
  ['faces', ({ counts }) => counts?.faceCount],
  ['matched', ({ counts }) => counts?.matchedCount],
  ['unmatched', ({ counts }) => counts?.unmatchedCount],
  ['indexed', ({ counts }) => counts?.indexedCount],
  ['unsearchable', ({ counts }) => counts?.unsearchableCount],
  ['failed', ({ counts }) => counts?.failedCount],
  ['error', ({ error }) => error?.error],
  ['cause', ({ error }) => error?.cause],
];

/** A table for a spreadsheet, by RFC 4180; times are in UTC. */
export const toCsv = (rows: readonly ExecutionRow[]): string =>
  [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, of]) => of(row)))]
    .map((cells) => `${cells.map(toCell).join(',')}\r\n`)
    .join('');

function toCell(value: string | number | undefined): string {
  const text = String(value ?? '');
  // A spreadsheet would take it for a formula: a photo's name is whatever somebody called it.
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
