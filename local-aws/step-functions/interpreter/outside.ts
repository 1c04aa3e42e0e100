import type { StateScope } from '../definition/states-language.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';

/** What states reach beyond their own execution: other executions. All of it rejects with StateErrors. */
export interface Outside {
  /** A Map Run that is known from now on, and runs when told to. */
  createMapRun(request: MapRunRequest): PreparedMapRun;
  /** One that ran before: what did not succeed runs again, and what never began. */
  redriveMapRun(arn: string, request: MapRunRequest): PreparedMapRun & { readonly redriveCount: number };
  startExecution(request: JsonObject): StartedExecution;
}

export interface MapRunRequest {
  /** Of the execution whose Map state it is. */
  readonly executionArn: string;
  readonly label: string;
  readonly scope: StateScope;
  /** 0 for as many as AWS runs. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly items: { readonly bucket: string; readonly key: string };
  readonly results: { readonly bucket: string; readonly prefix: string };
}

export interface PreparedMapRun {
  readonly arn: string;
  /** Gives the Map state's result. Aborted, it stops its children. */
  run(signal: AbortSignal): Promise<JsonValue>;
}

export interface StartedExecution {
  readonly executionArn: string;
  /** Epoch seconds. */
  readonly startDate: number;
  /** What DescribeExecution says of it once it has ended; `succeeded` says how. Aborted, it stops the execution. */
  ended(signal: AbortSignal): Promise<{ readonly described: JsonObject; readonly succeeded: boolean }>;
}
