/** What is billed of one photo. */
export interface Usage {
  /** Images that Rekognition looked at for faces, and that it searched. */
  readonly detections: number;
  readonly searches: number;
  readonly transitions: number;
  readonly invocations: number;
  readonly lambdaMs: number;
  /** Gigabytes of the functions' memory × seconds. */
  readonly gbSeconds: number;
  readonly s3Reads: number;
  readonly s3Writes: number;
  /** Of SQS. */
  readonly queueRequests: number;
  /** DynamoDB's write request units: kilobytes of the record, rounded up, and one for each call of the clock. */
  readonly writeUnits: number;
  readonly logBytes: number;
}

export const nothing: Usage = {
  detections: 0,
  searches: 0,
  transitions: 0,
  invocations: 0,
  lambdaMs: 0,
  gbSeconds: 0,
  s3Reads: 0,
  s3Writes: 0,
  queueRequests: 0,
  writeUnits: 0,
  logBytes: 0,
};

/** Figure by figure. */
export const combine = (one: Usage, other: Usage, figure: (one: number, other: number) => number): Usage =>
  Object.fromEntries(
    Object.entries(one).map(([name, value]) => [name, figure(value, other[name as keyof Usage])]),
  ) as unknown as Usage;

export const total = (usages: readonly Usage[]): Usage =>
  usages.reduce((sum, usage) => combine(sum, usage, (one, other) => one + other), nothing);
