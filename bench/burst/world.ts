import type { Retrier } from '@match-faces/local-aws/step-functions/definition/states-language.ts';
import { facesAtOnce } from '../../lambdas/detect-faces/take-turn.ts';
import { mostFacesAtOnce } from '../../statemachine/payloads.ts';
import { startsWithin } from '../../statemachine/rekognition-quotas.ts';
import type { Burst, Conditions, Durations } from './conditions.ts';
import { type Random, seededRandom } from './random.ts';
import { type RefusedAttempt, refusedAttempts } from './refused-attempt.ts';
import { Simulation } from './simulation.ts';
import { TokenBucket } from './token-bucket.ts';

/** A Task state whose Lambda makes one Rekognition call. */
export interface Task {
  readonly retrier: Retrier;
  readonly quota: TokenBucket;
  readonly secondsBeforeCall: number;
  readonly refused: RefusedAttempt;
}

/** What came of the burst. */
export interface Tally {
  /** Faces that were answered. */
  searched: number;
  /** Faces whose retries, or whose photo's, did not suffice. */
  lost: number;
  /** When the last face ended, in seconds. */
  drainSeconds: number;
  /** Rekognition calls that the quota refused. */
  throttledCalls: number;
  /** What the invocations cost whose call the quota refused. */
  refusedDollars: number;
  /** Of Step Functions. */
  retries: number;
  /** The most that one face, or the detection of one photo, needed. */
  mostRetries: number;
  executions: number;
  /** Wait states that the design adds. */
  waits: number;
}

/** What the executions of one burst share. */
export interface World {
  readonly simulation: Simulation;
  readonly random: Random;
  /** A duration, up to a fifth shorter or longer. */
  readonly vary: (seconds: number) => number;
  readonly seconds: (duration: keyof Durations) => number;
  readonly lambda: LambdaAccount;
  readonly sdkAttempts: number;
  readonly detectFaces: Task;
  readonly cropAndSearch: Task;
  readonly facesAtOnce: number;
  readonly timeoutSeconds: number;
  readonly startsPerSecond: number;
  /** The part of a second in which the burst begins. */
  readonly phase: number;
  readonly turns: Turns | undefined;
  readonly tally: Tally;
}

export function createWorld({ tps }: Burst, conditions: Conditions, seed: number): World {
  const { workflow, design, seconds: means, bucketSeconds, lambdaConcurrency } = conditions;
  const random = seededRandom(seed);
  const vary = (mean: number) => mean * (0.8 + 0.4 * random());
  const quota = (perSecond: number) =>
    new TokenBucket({ perSecond, burst: Math.max(1, perSecond * bucketSeconds) });
  return {
    simulation: new Simulation(),
    random,
    vary,
    seconds: (duration) => vary(means[duration]),
    lambda: new LambdaAccount(lambdaConcurrency),
    sdkAttempts: workflow.sdkAttempts,
    detectFaces: {
      retrier: workflow.retriers.DetectFaces,
      quota: quota(conditions.detectFacesTps(tps)),
      secondsBeforeCall: means.beforeDetectFaces,
      refused: refusedAttempts.DetectFaces,
    },
    cropAndSearch: {
      retrier: workflow.retriers.CropAndSearch,
      quota: quota(tps),
      secondsBeforeCall: means.beforeSearch,
      refused: refusedAttempts.CropAndSearch,
    },
    facesAtOnce: workflow.facesAtOnce ?? (design === 'turns' ? facesAtOnce(tps) : mostFacesAtOnce),
    timeoutSeconds: workflow.timeoutSeconds,
    startsPerSecond: startsWithin(conditions.detectFacesTps(tps)),
    phase: random(),
    turns: design === 'turns' ? new Turns(tps) : undefined,
    tally: {
      ...{ searched: 0, lost: 0, drainSeconds: 0, throttledCalls: 0, retries: 0, mostRetries: 0 },
      ...{ executions: 0, waits: 0, refusedDollars: 0 },
    },
  };
}

/** The invocations of an account: beyond its concurrency they are refused. */
class LambdaAccount {
  readonly #concurrency: number;
  #running = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** False is Lambda.TooManyRequestsException. */
  begin(): boolean {
    if (this.#running >= this.#concurrency) return false;
    this.#running += 1;
    return true;
  }

  end(): void {
    this.#running -= 1;
  }
}

/** Hands out the quota in the order in which it is asked for, `perSecond` searches a second. */
export class Turns {
  readonly #perSecond: number;
  #free = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes the next `searches`; returns the second from which they may be made. */
  take(searches: number, now: number): number {
    const turn = Math.max(this.#free, now);
    this.#free = turn + searches / this.#perSecond;
    return turn;
  }
}
