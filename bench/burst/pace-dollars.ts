import { startMatch, uploadBatches } from '../../lambdas/functions.ts';
import { prices } from '../../statemachine/prices.ts';
import type { Tally } from './world.ts';

/** Of the queue: an upload is sent, received and deleted, in a burst ten of them at once but for the sending. */
const queueRequests = 1 + 2 / uploadBatches.size;
/** Of the clock: the second one is made behind others. */
const reservations = 2;

/** Dollars for what `turns` add to an execution: nothing where nobody waits. */
export function dollarsOfPace(
  { waits }: Pick<Tally, 'waits'>,
  { queued, startsPerSecond }: { queued: boolean; startsPerSecond: number },
): number {
  const turn = prices.stateTransition + reservations * prices.dynamoDBWriteUnit;
  const starterSeconds = uploadBatches.atOnce / startsPerSecond;
  const start =
    queueRequests * prices.sqsRequest +
    prices.lambdaRequest / uploadBatches.size +
    starterSeconds * (startMatch.memoryMB / 1024) * prices.lambdaGBSecond;
  return waits * (turn + (queued ? start : 0));
}
