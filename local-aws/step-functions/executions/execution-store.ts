import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { executionDoesNotExist } from '../errors.ts';
import type { JournalLine } from '../history/history.ts';
import { JsonLines } from '../history/json-lines.ts';
import { LineReader } from '../history/line-reader.ts';
import { ExecutionIndex, type ExecutionRecord } from './execution-index.ts';
import { Revisions } from './revisions.ts';

/** Journals of which it is remembered where their lines are: those that somebody pages through or follows. */
const mostReaders = 100;

/**
 * Executions on disk: `index.jsonl` with a line per change of an execution, `journals/` with a file per
 * execution, `revisions/` with the definitions they run. Nothing of a history is kept in memory but where its lines are.
 */
export class ExecutionStore {
  readonly index: ExecutionIndex;
  readonly revisions: Revisions;
  readonly #journals: string;
  /** By path, the least recently used first. */
  readonly #readers = new Map<string, LineReader<JournalLine>>();

  constructor(folder: string, revisions: Revisions) {
    this.#journals = join(folder, 'journals');
    mkdirSync(this.#journals, { recursive: true });
    this.revisions = revisions;
    this.index = new ExecutionIndex(join(folder, 'index.jsonl'));
  }

  static revisionsIn(folder: string): Revisions {
    return new Revisions(join(folder, 'revisions'));
  }

  /** Throws ExecutionDoesNotExist. */
  find(arn: string): ExecutionRecord {
    const record = this.index.get(arn);
    if (!record) throw executionDoesNotExist(arn);
    return record;
  }

  /** All of it. */
  readJournal(record: ExecutionRecord): JournalLine[] {
    return JsonLines.read(this.#pathOf(record));
  }

  /** Parts of it. Line by line its events have the ids 1, 2, 3, … */
  journalReader(record: ExecutionRecord): LineReader<JournalLine> {
    const path = this.#pathOf(record);
    const reader = this.#readers.get(path) ?? new LineReader(path);
    this.#readers.delete(path);
    this.#readers.set(path, reader);
    if (this.#readers.size > mostReaders) this.#readers.delete(this.#readers.keys().next().value!);
    return reader;
  }

  createJournal(record: ExecutionRecord): JsonLines<JournalLine> {
    return JsonLines.create(this.#pathOf(record));
  }

  removeJournal(record: ExecutionRecord): void {
    this.#readers.delete(this.#pathOf(record));
    rmSync(this.#pathOf(record), { force: true });
  }

  openJournal(record: ExecutionRecord): JsonLines<JournalLine> {
    return JsonLines.open(this.#pathOf(record));
  }

  #pathOf(record: ExecutionRecord): string {
    return join(this.#journals, journalName(record));
  }
}

/** The sequence keeps names apart that differ in case only, on a file system that does not. */
export const journalName = ({ sequence, name }: ExecutionRecord) =>
  `${String(sequence).padStart(6, '0')}-${name}.jsonl`;
