import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Reservation, reserve } from '../../../lambdas/detect-faces/clock.ts';

/** Microseconds since 1970. */
const start = 1_790_000_000_000_000;

/** The one item, as DynamoDB keeps it: `calls` counts the updates. test/workflow/pace.test.ts asks the local one. */
function inMemory() {
  let freeAt: number | undefined;
  const clock = {
    calls: 0,
    setBack: () => {
      freeAt = undefined;
    },
    dynamodb: {
      async send({ input }: { input: Update }) {
        clock.calls += 1;
        const { ':now': now, ':until': until, ':cost': cost } = input.ExpressionAttributeValues;
        const isFree = freeAt === undefined || freeAt <= Number(now!.N);
        if (isFree !== (until !== undefined))
          throw Object.assign(new Error('refused'), { name: 'ConditionalCheckFailedException' });
        freeAt = until ? Number(until.N) : freeAt! + Number(cost!.N);
        return { Attributes: { freeAt: { N: String(freeAt) } } };
      },
    } as unknown as DynamoDBClient,
  };
  return clock;
}

interface Update {
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly N: string }>>;
}

const inOrder = (reservations: readonly Reservation[]) =>
  reservations.toSorted((one, other) => one.from - other.from);

const requests = fc.array(
  fc.record({
    searches: fc.integer({ min: 1, max: 100 }),
    /** Microseconds since the one before, by a clock that is off by as much as a second. */
    after: fc.integer({ min: 0, max: 2_000_000 }),
    skew: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  }),
  { minLength: 1, maxLength: 50 },
);
const rates = fc.constantFrom(0.1, 3, 5, 7.5, 50, 333);

describe('the clock', () => {
  test('gives no moment twice, never more than the rate, and none before it was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(requests, rates, async (given, searchesPerSecond) => {
        const { dynamodb } = inMemory();
        let now = start;
        const got: Reservation[] = [];
        for (const { searches, after, skew } of given) {
          now += after;
          const request = { table: 'Pace', searches, searchesPerSecond, now: now + skew };
          const reservation = await reserve(dynamodb, request);
          expect(reservation.from).toBeGreaterThanOrEqual(now + skew);
          const cost = reservation.until - reservation.from;
          expect(cost).toBeGreaterThanOrEqual((1e6 * searches) / searchesPerSecond);
          expect(cost).toBeLessThan((1e6 * searches) / searchesPerSecond + 1);
          got.push(reservation);
        }
        // In the order in which they were asked for, whatever the clocks said.
        expect(inOrder(got)).toEqual(got);
        got.slice(1).forEach(({ from }, index) => {
          expect(from).toBeGreaterThanOrEqual(got[index]!.until);
        });
      }),
    );
  });

  test('leaves no gap while somebody waits', async () => {
    await fc.assert(
      fc.asyncProperty(requests, rates, async (given, searchesPerSecond) => {
        const { dynamodb } = inMemory();
        const got: Reservation[] = [];
        for (const { searches } of given) {
          got.push(await reserve(dynamodb, { table: 'Pace', searches, searchesPerSecond, now: start }));
        }
        expect(got[0]!.from).toBe(start);
        got.slice(1).forEach(({ from }, index) => {
          expect(from).toBe(got[index]!.until);
        });
      }),
    );
  });

  test('is called once when the quota is free, twice behind others, and goes on after it was set back', async () => {
    const clock = inMemory();
    const request = { table: 'Pace', searches: 5, searchesPerSecond: 5, now: start };
    expect(await reserve(clock.dynamodb, request)).toEqual({ from: start, until: start + 1e6 });
    expect(clock.calls).toBe(1);
    expect(await reserve(clock.dynamodb, request)).toEqual({ from: start + 1e6, until: start + 2e6 });
    expect(clock.calls).toBe(3);
    clock.setBack();
    expect(await reserve(clock.dynamodb, request)).toEqual({ from: start, until: start + 1e6 });
  });
});
