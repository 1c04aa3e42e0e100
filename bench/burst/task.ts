import type { Retrier } from '@match-faces/local-aws/step-functions/definition/states-language.ts';
import { retryDelay } from '@match-faces/local-aws/step-functions/interpreter/retry.ts';
import { dollarsFor } from './refused-attempt.ts';
import type { Process } from './simulation.ts';
import type { Task, World } from './world.ts';

/** Waits between the SDK's own attempts after a throttle, as its standard mode does. */
const sdkRetrier: Retrier = {
  ErrorEquals: [],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 20,
  JitterStrategy: 'FULL',
};

/** Runs the task to its end: true when its call was answered, false when it is given up, at the latest at `deadline`. */
export function* runTask(world: World, task: Task, deadline: number): Process<boolean> {
  const { simulation, random, seconds, tally } = world;
  const { retrier } = task;
  for (let retries = 0; ; retries += 1) {
    yield seconds('transition');
    if (yield* invoke(world, task)) return true;
    const delay = retryDelay(retrier, retries, random());
    if (retries >= (retrier.MaxAttempts ?? 3) || simulation.now + delay > deadline) return false;
    tally.retries += 1;
    tally.mostRetries = Math.max(tally.mostRetries, retries + 1);
    yield delay;
  }
}

function* invoke(world: World, task: Task): Process<boolean> {
  const { lambda, simulation, tally } = world;
  if (!lambda.begin()) return false;
  const begin = simulation.now;
  yield world.vary(task.secondsBeforeCall);
  const answered = yield* call(world, task.quota);
  lambda.end();
  if (!answered) tally.refusedDollars += dollarsFor(task.refused, simulation.now - begin);
  return answered;
}

function* call(
  { simulation, random, seconds, tally, sdkAttempts }: World,
  quota: Task['quota'],
): Process<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    if (quota.take(simulation.now)) {
      yield seconds('call');
      return true;
    }
    tally.throttledCalls += 1;
    yield seconds('refusal');
    if (attempt >= sdkAttempts) return false;
    yield retryDelay(sdkRetrier, attempt - 1, random());
  }
}
