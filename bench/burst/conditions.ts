import type { Workflow } from './workflow.ts';

/**
 * What keeps searches within the quota:
 * - `retries`: nothing but Step Functions' retries, and who bounds the open executions
 * - `turns`: DetectFaces takes a turn for the photo's faces from a common counter (the time at which the quota
 *   will be free for them), and a Wait state before the Map waits for it
 */
export const designs = ['retries', 'turns'] as const;
export type Design = (typeof designs)[number];

/**
 * Who starts the executions of a burst:
 * - `uploads`: each upload its own, all at once
 * - `queue`: uploads wait in the queue of `-c openExecutions=…`
 * - `reprocess`: the command
 */
export const startedBy = ['uploads', 'queue', 'reprocess'] as const;

/** Photos that come at once, and what Rekognition takes of them. */
export interface Burst {
  readonly faces: number;
  /** Searches a second. */
  readonly tps: number;
  readonly by: (typeof startedBy)[number];
}

/** Whether only so many executions are open as keep the quota busy. */
export const isBounded = ({ by }: Burst): boolean => by !== 'uploads';

export interface Conditions {
  readonly workflow: Workflow;
  readonly design: Design;
  readonly facesPerPhoto: number;
  /** DetectFaces calls a second for the searches a second. */
  readonly detectFacesTps: (tps: number) => number;
  /** DescribeExecution calls a second for the searches a second: what the queue's starters see the end by. */
  readonly looksTps: (tps: number) => number;
  /** How many seconds of its quota Rekognition lets pass at once; AWS does not document it. */
  readonly bucketSeconds: number;
  /** Invocations that run at once in the account: 1,000, or 10 in a new one. */
  readonly lambdaConcurrency: number;
  readonly seconds: Durations;
}

/** Means; each time a duration is spent, it is up to a fifth shorter or longer. */
export interface Durations {
  /** From one state to the next. */
  readonly transition: number;
  /** In the Lambda, until Rekognition is called. */
  readonly beforeDetectFaces: number;
  readonly beforeSearch: number;
  /** A Rekognition call that is answered, and one that is refused. */
  readonly call: number;
  readonly refusal: number;
  readonly recordMatches: number;
  /** Until reprocess notices the end of an execution. */
  readonly notice: number;
  /** From the queue into the Lambda that starts the execution, and until that has started it. */
  readonly dequeue: number;
}

/** Assumed, not measured on AWS: a photo of 12 to 24 megapixels, warm Lambdas. */
export const assumedSeconds: Durations = {
  transition: 0.03,
  beforeDetectFaces: 0.1,
  beforeSearch: 0.3,
  call: 0.25,
  refusal: 0.03,
  recordMatches: 0.1,
  notice: 0.5,
  dequeue: 0.1,
};

/** Step Functions' quota of DescribeExecution, which refills so fast in the same Regions and elsewhere. */
export const defaultLooksTps = (tps: number): number => (tps >= 50 ? 15 : 10);

/** The rows of the table: Rekognition's two default quotas, each size of burst, each way to start executions. */
export const bursts: readonly Burst[] = [50, 5].flatMap((tps) =>
  [100, 1_000, 10_000].flatMap((faces) => startedBy.map((by) => ({ faces, tps, by }))),
);
