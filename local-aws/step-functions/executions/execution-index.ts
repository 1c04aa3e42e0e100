import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionArn } from '../../account.ts';
import { firstIndex } from '../../first-index.ts';
import { JsonLines } from '../history/json-lines.ts';

/** What lists of executions show. Input, output and error are in the execution's journal. */
export interface ExecutionRecord {
  /** Counts the executions of this folder; those that were pruned leave gaps. */
  readonly sequence: number;
  readonly machine: string;
  readonly name: string;
  /** The id of the definition it runs. */
  readonly revision: string;
  readonly status: ExecutionStatus;
  /** Dates in epoch seconds. */
  readonly startDate: number;
  readonly stopDate?: number | undefined;
  readonly redriveCount: number;
  readonly redriveDate?: number | undefined;
  /** The id of the Map Run it is a child of, and which of its items it is for, from 0. */
  readonly mapRun?: string;
  readonly item?: number;
}

/** All executions, by ARN in memory, and in a file in which the last line about an execution counts. */
export class ExecutionIndex {
  readonly #file: JsonLines<ExecutionRecord>;
  readonly #records = new Map<string, ExecutionRecord>();
  /** In the order of their starts, and so of their sequences. */
  readonly #arns: string[] = [];
  /** The newest child of each item, by Map Run. */
  readonly #children = new Map<string, Map<number, string>>();

  constructor(path: string) {
    for (const record of JsonLines.read<ExecutionRecord>(path)) this.#remember(record);
    this.#file = JsonLines.open(path);
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.#records.get(arn);
  }

  put(record: ExecutionRecord): ExecutionRecord {
    this.#file.append(record);
    this.#remember(record);
    return record;
  }

  childrenOf(mapRun: string): ReadonlyMap<number, ExecutionRecord> {
    const children = this.#children.get(mapRun) ?? new Map<number, string>();
    return new Map([...children].map(([item, arn]) => [item, this.#records.get(arn)!]));
  }

  get nextSequence(): number {
    return this.#sequenceOf(this.#arns.at(-1)) + 1;
  }

  /** Those that started before the execution of that sequence. */
  *newestFirst(before = this.nextSequence): Generator<ExecutionRecord> {
    let end = firstIndex(this.#arns, (arn) => this.#sequenceOf(arn) >= before);
    for (end -= 1; end >= 0; end -= 1) yield this.#records.get(this.#arns[end]!)!;
  }

  close(): void {
    this.#file.close();
  }

  #sequenceOf(arn: string | undefined): number {
    return arn === undefined ? 0 : this.#records.get(arn)!.sequence;
  }

  #remember(record: ExecutionRecord): void {
    const arn = arnOf(record);
    if (!this.#records.has(arn)) {
      this.#arns.push(arn);
      this.#rememberChild(record, arn);
    }
    this.#records.set(arn, record);
  }

  #rememberChild({ mapRun, item }: ExecutionRecord, arn: string): void {
    if (mapRun === undefined || item === undefined) return;
    const children = this.#children.get(mapRun) ?? new Map<number, string>();
    this.#children.set(mapRun, children.set(item, arn));
  }
}

export const arnOf = ({ machine, name }: ExecutionRecord) => executionArn(machine, name);
