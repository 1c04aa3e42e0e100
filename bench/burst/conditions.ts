import type { Workflow } from './workflow.ts';

/**
 * What keeps searches within the quota:
 * - `retries`: nothing but Step Functions' retries
 * - `queue`: uploads wait in a queue, and the bound of reprocess holds for them, too
 * - `turns`: DetectFaces takes a turn for the photo's faces from a common counter (the time at which the quota
 *   will be free for them), and a Wait state before the Map waits for it
 */
export const designs = ['retries', 'queue', 'turns'] as const;
export type Design = (typeof designs)[number];

/** Photos that come at once, and what Rekognition takes of them. */
export interface Burst {
  readonly faces: number;
  /** Searches a second. */
  readonly tps: number;
  /** Whether reprocess starts the executions, a bounded number at a time; otherwise all start at once. */
  readonly bounded: boolean;
}

export interface Conditions {
  readonly workflow: Workflow;
  readonly design: Design;
  readonly facesPerPhoto: number;
  /** DetectFaces calls a second for the searches a second. */
  readonly detectFacesTps: (tps: number) => number;
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
  /** Until the end of an execution is noticed by who bounds their number: reprocess or the queue. */
  readonly notice: number;
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
};

/** Rekognition's default quotas: 50 and 100 a second in us-east-1, us-west-2 and eu-west-1, 5 and 25 elsewhere. */
export const defaultDetectFacesTps = (tps: number): number => (tps >= 50 ? 2 * tps : 5 * tps);
