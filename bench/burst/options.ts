import type { Retrier } from '@match-faces/local-aws/step-functions/definition/states-language.ts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { detectionsBeside } from '../../statemachine/rekognition-quotas.ts';
import { assumedSeconds, type Conditions, type Design, designs } from './conditions.ts';
import type { Workflow } from './workflow.ts';

/** What a run of the model can be asked to assume. */
export interface ConditionOptions {
  readonly design: Design;
  /** Instead of the definition's numbers. */
  readonly retry?: Partial<Retrier>;
  readonly sdkAttempts?: number;
  readonly facesAtOnce?: number;
  readonly bucketSeconds: number;
  readonly lambdaConcurrency: number;
  readonly callSeconds: number;
  readonly cropSeconds: number;
}

export const withConditionOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--design <design>', 'what keeps searches within the quota')
        .choices(designs)
        .default('turns'),
    )
    .option('--sdk-attempts <number>', "of one call (default: the Rekognition client's)", readWhole)
    .option('--faces-at-once <number>', 'of one photo (default: as the design says)', readWhole)
    .option('--bucket-seconds <number>', 'seconds of the quota that pass at once', readPositive, 1)
    .option('--lambda-concurrency <number>', 'of the account', readWhole, 1000)
    .option('--call-seconds <number>', 'of a Rekognition call', readPositive, assumedSeconds.call)
    .option(
      '--crop-seconds <number>',
      'until the search is called',
      readPositive,
      assumedSeconds.beforeSearch,
    );

export function conditionsOf(deployed: Workflow, options: ConditionOptions): Conditions {
  const { design, bucketSeconds, lambdaConcurrency } = options;
  const { sdkAttempts = deployed.sdkAttempts, facesAtOnce = deployed.facesAtOnce } = options;
  return {
    workflow: withRetry({ ...deployed, sdkAttempts, facesAtOnce }, options.retry),
    ...{ design, bucketSeconds, lambdaConcurrency },
    detectFacesTps: detectionsBeside,
    seconds: { ...assumedSeconds, call: options.callSeconds, beforeSearch: options.cropSeconds },
  };
}

/** The workflow with other numbers in its retries of throttles. */
export function withRetry(workflow: Workflow, numbers: Partial<Retrier> = {}): Workflow {
  const { DetectFaces, CropAndSearch } = workflow.retriers;
  return {
    ...workflow,
    retriers: {
      DetectFaces: { ...DetectFaces, ...numbers },
      CropAndSearch: { ...CropAndSearch, ...numbers },
    },
  };
}

export function readWhole(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('Expected a whole number from 1.');
  return number;
}

export function readPositive(given: string): number {
  const number = Number(given);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError('Expected a number above 0.');
  }
  return number;
}

/** `IntervalSeconds,BackoffRate,MaxDelaySeconds,MaxAttempts`, within what the Amazon States Language allows. */
export function readRetry(given: string): Partial<Retrier> {
  const [IntervalSeconds = 0, BackoffRate = 0, MaxDelaySeconds = 0, MaxAttempts = 0, ...others] = given
    .split(',')
    .map(Number);
  const isWhole = [IntervalSeconds, MaxDelaySeconds, MaxAttempts].every((n) => Number.isInteger(n) && n >= 1);
  if (others.length > 0 || !isWhole || !(BackoffRate >= 1) || MaxDelaySeconds <= IntervalSeconds) {
    throw new InvalidArgumentError(
      'Expected four numbers such as 1,2,60,12: whole ones, but for a rate from 1, and a delay above the interval.',
    );
  }
  return { IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts };
}
