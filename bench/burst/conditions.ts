import type { Workflow } from './workflow.ts';

/**
 * What keeps searches within the quota:
 * - `turns`: what is deployed. StartMatch starts uploads at a rate, DetectFaces takes a turn for the photo's faces
 *   from a common clock, WaitForTurn waits for it, and so many faces of a photo are searched at once
 * - `retries`: as it was in 0.1.0. Every upload starts at once, 40 faces of a photo are searched at once, and nothing
 *   but Step Functions' retries spreads them out
 */
export const designs = ['turns', 'retries'] as const;
export type Design = (typeof designs)[number];

/**
 * Where the photos of a burst come from:
 * - `at once`: all are uploaded at the same moment
 * - `20 a second`: they are uploaded one after the other
 * - `reprocess`: the command starts them, so many at once
 */
export const sources = ['at once', '20 a second', 'reprocess'] as const;
export type Source = (typeof sources)[number];

/** Photos that come, and what Rekognition takes of them. */
export interface Burst {
  readonly faces: number;
  readonly facesPerPhoto: number;
  /** Searches a second. */
  readonly tps: number;
  readonly from: Source;
}

export interface Conditions {
  readonly workflow: Workflow;
  readonly design: Design;
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
  /** Until reprocess notices the end of an execution. */
  readonly notice: number;
  /** From the queue into StartMatch. */
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

/** The rows of the table: Rekognition's two default quotas, each size of photo and of burst, each source. */
export const bursts: readonly Burst[] = [50, 5].flatMap((tps) =>
  [1, 4, 30].flatMap((facesPerPhoto) =>
    [100, 1_000, 10_000].flatMap((faces) => sources.map((from) => ({ faces, facesPerPhoto, tps, from }))),
  ),
);
