import { mapRunArn } from '../../account.ts';
import { JsonLines } from '../history/json-lines.ts';

/** A Map Run as it stands. How its children stand is told by their own records. */
export interface MapRunRecord {
  readonly id: string;
  /** `Machine/Label`, of which its children are said to be executions. */
  readonly machine: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Dates in epoch seconds. */
  readonly startDate: number;
  readonly stopDate?: number | undefined;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  /** Items in its object; 0 until they are counted. */
  readonly total: number;
  readonly resultsWritten: number;
  readonly redriveCount: number;
  readonly redriveDate?: number | undefined;
}

/** All Map Runs, by ARN in memory, and in a file in which the last line about one counts. */
export class MapRunIndex {
  readonly #file: JsonLines<MapRunRecord>;
  readonly #records = new Map<string, MapRunRecord>();

  /** What ran when the process last ended has failed: its execution is interrupted, and its redrive goes on with it. */
  constructor(path: string) {
    for (const record of JsonLines.read<MapRunRecord>(path)) this.#records.set(arnOf(record), record);
    this.#file = JsonLines.open(path);
    for (const record of this.#records.values()) {
      if (record.status === 'RUNNING') this.put({ ...record, status: 'FAILED', stopDate: Date.now() / 1000 });
    }
  }

  get(arn: string): MapRunRecord | undefined {
    return this.#records.get(arn);
  }

  put(record: MapRunRecord): MapRunRecord {
    this.#file.append(record);
    this.#records.set(arnOf(record), record);
    return record;
  }

  /** The newest first. */
  ofExecution(executionArn: string): MapRunRecord[] {
    return [...this.#records.values()].filter((record) => record.executionArn === executionArn).reverse();
  }

  close(): void {
    this.#file.close();
  }
}

export const arnOf = ({ machine, id }: MapRunRecord) => mapRunArn(machine, id);
