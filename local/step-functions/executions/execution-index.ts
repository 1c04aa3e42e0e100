import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { executionArn } from '../../account.ts';
import { JsonLines } from '../history/json-lines.ts';

/** What lists of executions show. Input, output and error are in the execution's journal. */
export interface ExecutionRecord {
  /** Counts the executions of this folder, from 1. */
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
}

/** All executions, in memory and in a file in which the last line about an execution counts. */
export class ExecutionIndex {
  readonly #file: JsonLines<ExecutionRecord>;
  /** By ARN, in the order of their starts. */
  readonly #records = new Map<string, ExecutionRecord>();

  constructor(path: string) {
    for (const record of JsonLines.read<ExecutionRecord>(path)) this.#records.set(arnOf(record), record);
    this.#file = JsonLines.open(path);
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.#records.get(arn);
  }

  put(record: ExecutionRecord): ExecutionRecord {
    this.#file.append(record);
    this.#records.set(arnOf(record), record);
    return record;
  }

  get nextSequence(): number {
    return this.#records.size + 1;
  }

  newestFirst(): ExecutionRecord[] {
    return [...this.#records.values()].reverse();
  }

  close(): void {
    this.#file.close();
  }
}

export const arnOf = ({ machine, name }: ExecutionRecord) => executionArn(machine, name);
