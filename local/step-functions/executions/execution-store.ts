import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { executionDoesNotExist } from '../errors.ts';
import type { JournalLine } from '../history/history-event.ts';
import { JsonLines } from '../history/json-lines.ts';
import { ExecutionIndex, type ExecutionRecord } from './execution-index.ts';
import { Revisions } from './revisions.ts';

/**
 * Executions on disk: `index.jsonl` with a line per change of an execution, `journals/` with a file per
 * execution, `revisions/` with the definitions they run. Nothing of a history is kept in memory.
 */
export class ExecutionStore {
  readonly index: ExecutionIndex;
  readonly revisions: Revisions;
  readonly #journals: string;

  constructor(folder: string) {
    this.#journals = join(folder, 'journals');
    mkdirSync(this.#journals, { recursive: true });
    this.revisions = new Revisions(join(folder, 'revisions'));
    this.index = new ExecutionIndex(join(folder, 'index.jsonl'));
  }

  /** Throws ExecutionDoesNotExist. */
  find(arn: string): ExecutionRecord {
    const record = this.index.get(arn);
    if (!record) throw executionDoesNotExist(arn);
    return record;
  }

  readJournal(record: ExecutionRecord): JournalLine[] {
    return JsonLines.read(this.#pathOf(record));
  }

  createJournal(record: ExecutionRecord): JsonLines<JournalLine> {
    return JsonLines.create(this.#pathOf(record));
  }

  openJournal(record: ExecutionRecord): JsonLines<JournalLine> {
    return JsonLines.open(this.#pathOf(record));
  }

  /** The sequence keeps names apart that differ in case only, on a file system that does not. */
  #pathOf({ sequence, name }: ExecutionRecord): string {
    return join(this.#journals, `${String(sequence).padStart(6, '0')}-${name}.jsonl`);
  }
}
