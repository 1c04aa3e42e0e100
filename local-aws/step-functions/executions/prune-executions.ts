import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonLines } from '../history/json-lines.ts';
import { arnOf, type ExecutionRecord } from './execution-index.ts';
import { journalName } from './execution-store.ts';

/**
 * Removes the executions of a folder that ended before a time; nothing else may use the folder meanwhile. Gone from the
 * index before their journals: those that a kill left behind are removed by the next time.
 */
export function pruneExecutions(folder: string, before: Date, dryRun: boolean) {
  const index = join(folder, 'index.jsonl');
  const newest = new Map(JsonLines.read<ExecutionRecord>(index).map((record) => [arnOf(record), record]));
  const isOld = ({ stopDate }: ExecutionRecord) =>
    stopDate !== undefined && stopDate * 1000 < before.getTime();
  const kept = [...newest.values()].filter((record) => !isOld(record));
  const journals = join(folder, 'journals');
  const keptJournals = new Set(kept.map(journalName));
  const old = filesIn(journals).filter((file) => !keptJournals.has(file));
  const bytes = old.reduce((sum, file) => sum + statSync(join(journals, file)).size, 0);
  const count = newest.size - kept.length;
  if (!dryRun && old.length > 0) {
    const lines = kept.map((record) => `${JSON.stringify(record)}\n`);
    writeFileSync(`${index}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${index}.new`, index);
    for (const file of old) rmSync(join(journals, file));
  }
  return { count, bytes };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
