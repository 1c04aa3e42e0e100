import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executionsAtOnce } from '../../bench/burst/bound.ts';
import {
  assumedSeconds,
  type Burst,
  bursts,
  type Conditions,
  defaultLooksTps,
  designs,
  isBounded,
  startedBy,
} from '../../bench/burst/conditions.ts';
import { withRetry } from '../../bench/burst/options.ts';
import { seededRandom } from '../../bench/burst/random.ts';
import { dollarsFor, refusedAttempts } from '../../bench/burst/refused-attempt.ts';
import { burstRow } from '../../bench/burst/row.ts';
import { simulateBurst } from '../../bench/burst/simulate-burst.ts';
import { runTask } from '../../bench/burst/task.ts';
import { TokenBucket } from '../../bench/burst/token-bucket.ts';
import { readWorkflow, type Workflow } from '../../bench/burst/workflow.ts';
import { createWorld } from '../../bench/burst/world.ts';
import { rounded } from '../../bench/report.ts';
import { functions } from '../../lambdas/functions.ts';
import { prices } from '../../operations/prices.ts';
import { detectionsBeside } from '../../operations/reprocess/quota.ts';
import definition from '../../statemachine/match-faces.asl.json' with { type: 'json' };

const deployed = await readWorkflow();
const conditions: Conditions = {
  workflow: deployed,
  design: 'retries',
  facesPerPhoto: 4,
  detectFacesTps: detectionsBeside,
  looksTps: defaultLooksTps,
  bucketSeconds: 1,
  lambdaConcurrency: 1000,
  seconds: assumedSeconds,
};

/** Nothing takes time but the quota and the retries, each after exactly one second. */
const eachSecond = (workflow: Partial<Workflow> = {}, MaxAttempts = 100): Conditions => ({
  ...conditions,
  workflow: {
    ...withRetry(deployed, { IntervalSeconds: 1, BackoffRate: 1, MaxAttempts, JitterStrategy: 'NONE' }),
    ...workflow,
  },
  detectFacesTps: () => 1000,
  seconds: {
    ...{ transition: 0, beforeDetectFaces: 0, beforeSearch: 0, call: 0, refusal: 0 },
    ...{ recordMatches: 0, notice: 0, dequeue: 0 },
  },
});
const fourFaces: Burst = { faces: 4, tps: 1, by: 'uploads' };

test('four faces at one a second take three seconds, and are refused three, two and one times', () => {
  expect(simulateBurst(fourFaces, eachSecond(), 1)).toEqual({
    searched: 4,
    lost: 0,
    drainSeconds: 3,
    throttledCalls: 3 + 2 + 1,
    refusedDollars: expect.closeTo((3 + 2 + 1) * dollarsFor(refusedAttempts.CropAndSearch, 0), 12),
    retries: 3 + 2 + 1,
    mostRetries: 3,
    waits: 0,
    starterSeconds: 0,
  });
});

test('a face whose retries are used up is lost', () => {
  const tally = simulateBurst(fourFaces, eachSecond({}, 1), 1);
  expect(tally).toMatchObject({ searched: 2, lost: 2, drainSeconds: 1, retries: 3, throttledCalls: 3 + 2 });
});

test('a face whose next retry would come after the end of the execution is lost', () => {
  const tally = simulateBurst(fourFaces, eachSecond({ timeoutSeconds: 1.5 }), 1);
  expect(tally).toMatchObject({ searched: 2, lost: 2, drainSeconds: 1 });
});

test('a photo whose faces are never detected loses them all', () => {
  const twoPhotos: Burst = { faces: 7, tps: 100, by: 'uploads' };
  const tally = simulateBurst(twoPhotos, { ...eachSecond({}, 0), detectFacesTps: () => 1 }, 1);
  expect(tally).toMatchObject({ searched: 4, lost: 3, throttledCalls: 1, retries: 0 });
});

test('an invocation beyond the concurrency of the account is retried without a call', () => {
  const busy = eachSecond();
  const tally = simulateBurst(
    { faces: 4, tps: 100, by: 'uploads' },
    { ...busy, lambdaConcurrency: 1, seconds: { ...busy.seconds, call: 0.1 } },
    1,
  );
  expect(tally).toMatchObject({ searched: 4, throttledCalls: 0, retries: 3 + 2 + 1 });
});

test("the SDK's own attempts are calls, but no billed retries", () => {
  const tally = simulateBurst(fourFaces, eachSecond({ sdkAttempts: 20 }), 1);
  expect(tally).toMatchObject({ searched: 4, retries: 0 });
  expect(tally.throttledCalls).toBeGreaterThanOrEqual(3);
});

test('the Map searches so many faces of a photo at once', () => {
  const eightFaces: Burst = { faces: 8, tps: 2, by: 'uploads' };
  const tally = simulateBurst(eightFaces, { ...eachSecond({ facesAtOnce: 2 }), facesPerPhoto: 8 }, 1);
  expect(tally).toMatchObject({ searched: 8, drainSeconds: 3, throttledCalls: 2 + 2 + 2 });
});

test('with turns, photos wait for the quota instead of being refused', () => {
  const threePhotos: Burst = { faces: 12, tps: 4, by: 'uploads' };
  const tally = simulateBurst(threePhotos, { ...eachSecond(), design: 'turns' }, 1);
  expect(tally).toMatchObject({ searched: 12, drainSeconds: 2, throttledCalls: 0, retries: 0, waits: 3 });
});

test('a retry waits for a random part of its delay, and never longer', () => {
  const numbers = { IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 30, MaxAttempts: 4 };
  const waits = Array.from({ length: 50 }, (_, seed) => refusalTimes(numbers, seed));
  const longest = [2, 6, 18, 30];
  for (const [index, most] of longest.entries()) {
    const seen = waits.map((times) => times[index + 1]! - times[index]!);
    expect(Math.max(...seen)).toBeLessThanOrEqual(most);
    expect(Math.max(...seen)).toBeGreaterThan(0.9 * most);
    expect(Math.min(...seen)).toBeLessThan(0.1 * most);
  }
});

/** When a face that is always refused makes its calls. */
function refusalTimes(numbers: Parameters<typeof withRetry>[1], seed: number): number[] {
  const instant = eachSecond();
  const workflow = withRetry(deployed, { ...numbers, JitterStrategy: 'FULL' });
  const world = createWorld(fourFaces, { ...instant, workflow }, seed);
  const times: number[] = [];
  class RefusingQuota extends TokenBucket {
    override take(now: number): boolean {
      times.push(now);
      return false;
    }
  }
  const quota = new RefusingQuota({ perSecond: 1, burst: 1 });
  function* face() {
    yield* runTask(world, { ...world.cropAndSearch, quota }, Number.POSITIVE_INFINITY);
  }
  world.simulation.start(face());
  world.simulation.run();
  return times;
}

test('every face ends exactly once, and none without a token of the quota', () => {
  fc.assert(
    fc.property(
      fc.record({
        faces: fc.integer({ min: 1, max: 120 }),
        tps: fc.integer({ min: 1, max: 60 }),
        by: fc.constantFrom(...startedBy),
      }),
      fc.record({
        design: fc.constantFrom(...designs),
        facesPerPhoto: fc.integer({ min: 1, max: 100 }),
        bucketSeconds: fc.double({ min: 0.1, max: 3, noNaN: true }),
        lambdaConcurrency: fc.integer({ min: 1, max: 50 }),
      }),
      fc.integer({ min: 0, max: 20 }),
      fc.nat(),
      (burst, given, MaxAttempts, seed) => {
        const workflow = withRetry(deployed, { MaxAttempts });
        const tally = simulateBurst(burst, { ...conditions, ...given, workflow }, seed);
        const { searched, lost, drainSeconds, mostRetries } = tally;
        expect(searched + lost).toBe(burst.faces);
        const bucket = Math.max(1, burst.tps * given.bucketSeconds);
        expect(searched).toBeLessThanOrEqual(bucket + burst.tps * drainSeconds + 1e-6);
        expect(mostRetries).toBeLessThanOrEqual(MaxAttempts);
      },
    ),
    { seed: 1 },
  );
});

test('the same seed gives the same burst, another seed another one', () => {
  const burst: Burst = { faces: 200, tps: 5, by: 'uploads' };
  expect(simulateBurst(burst, conditions, 7)).toEqual(simulateBurst(burst, conditions, 7));
  expect(simulateBurst(burst, conditions, 7)).not.toEqual(simulateBurst(burst, conditions, 8));
  const random = seededRandom(1);
  expect(Array.from({ length: 1000 }, random).every((part) => part >= 0 && part < 1)).toBe(true);
});

test('the numbers of the retries are those of the state machine', () => {
  const { DetectFaces, SearchEachFace } = definition.States;
  const { CropAndSearch } = SearchEachFace.ItemProcessor.States;
  expect(deployed).toEqual({
    retriers: {
      DetectFaces: expect.objectContaining(numbersOf(DetectFaces.Retry)),
      CropAndSearch: expect.objectContaining(numbersOf(CropAndSearch.Retry)),
    },
    facesAtOnce: 40,
    timeoutSeconds: definition.TimeoutSeconds,
    sdkAttempts: 1,
  });
});

function numbersOf(retriers: readonly { ErrorEquals: string[]; Comment: string }[]) {
  const { Comment, ...numbers } = retriers.find(({ ErrorEquals }) => ErrorEquals.includes('Throttled'))!;
  return numbers;
}

test('a starter holds its place until it has seen the end of its execution', () => {
  const onePhotoAtATime: Burst = { faces: 8, tps: 1000, by: 'queue' };
  const { seconds } = eachSecond();
  const instant = { ...eachSecond(), facesPerPhoto: 2000, seconds: { ...seconds, dequeue: 1 } };
  const { starterSeconds } = simulateBurst(onePhotoAtATime, instant, 1);
  // The first look is a second and a half after the start; a duration is up to a fifth shorter or longer.
  expect(starterSeconds).toBeGreaterThan(0.8 + 1.5);
  expect(starterSeconds).toBeLessThan(1.2 + 1.5);
});

test('a starter waits for the end of its execution no longer than its patience', () => {
  const hopeless = { ...eachSecond({ timeoutSeconds: 1e6 }, 1e5), detectFacesTps: () => 1e-9 };
  const twoPhotos: Burst = { faces: 2000, tps: 1, by: 'queue' };
  const slow = { ...hopeless, facesPerPhoto: 1000 };
  const { starterSeconds } = simulateBurst(twoPhotos, slow, 1);
  expect(starterSeconds).toBeGreaterThan(300);
  expect(starterSeconds).toBeLessThan(2 * 330);
});

test('reprocess holds as many executions open as the quota answers in two seconds, and at least two', () => {
  expect(executionsAtOnce(50, conditions)).toBe(25);
  expect(executionsAtOnce(5, conditions)).toBe(3);
  expect(executionsAtOnce(5, { ...conditions, facesPerPhoto: 100 })).toBe(2);
});

test.each(bursts.filter((burst) => isBounded(burst) && burst.faces <= 1000))(
  '$by loses none of $faces faces at $tps a second, with less than one retry a face',
  (burst) => {
    const row = burstRow(burst, conditions, [1, 2, 3]);
    expect(row.lost).toBe(0);
    expect(row.billedRetriesPerFace).toBeLessThan(1);
    if (burst.faces === 1000) expect(row.quotaUsed).toBeGreaterThanOrEqual(0.9);
  },
);

test('a retry is billed with the invocation that was refused: its request, its time and its reads', () => {
  const { seconds } = eachSecond();
  const slow = { ...eachSecond(), seconds: { ...seconds, beforeSearch: 1 } };
  const { refusedDollars, throttledCalls, retries } = simulateBurst(fourFaces, slow, 1);
  expect(throttledCalls).toBeGreaterThanOrEqual(3);
  // A duration is up to a fifth shorter or longer.
  const second = (functions.CropAndSearch.memoryMB / 1024) * prices.lambdaGBSecond;
  const fixed = prices.lambdaRequest + prices.s3Read;
  expect(refusedDollars).toBeGreaterThan(throttledCalls * (0.8 * second + fixed));
  expect(refusedDollars).toBeLessThan(throttledCalls * (1.2 * second + fixed));
  const { billedDollars } = burstRow(fourFaces, slow, [1]);
  expect(billedDollars).toBe(rounded(retries * prices.stateTransition + refusedDollars, 4));
});

test('a row tells dollars per transition, retries and Wait states alike', () => {
  const row = burstRow({ faces: 12, tps: 4, by: 'uploads' }, { ...eachSecond(), design: 'turns' }, [1]);
  expect(row).toEqual({
    ...{ faces: 12, tps: 4, by: 'uploads', bounded: false, drainSeconds: 2, floorSeconds: 3, quotaUsed: 1.5 },
    ...{ lost: 0, throttledCalls: 0, billedRetriesPerFace: 0, billedDollars: 0.0001 },
  });
});
