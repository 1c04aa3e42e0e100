import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executionsAtOnce } from '../../bench/burst/bound.ts';
import {
  assumedSeconds,
  type Burst,
  bursts,
  type Conditions,
  designs,
  sources,
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
import { openAtOnce } from '../../lambdas/select-photos/bounds.ts';
import definition from '../../statemachine/match-faces.asl.json' with { type: 'json' };
import { prices } from '../../statemachine/prices.ts';
import { detectionsBeside } from '../../statemachine/rekognition-quotas.ts';

const deployed = await readWorkflow();
const conditions: Conditions = {
  workflow: deployed,
  design: 'retries',
  detectFacesTps: detectionsBeside,
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
const atOnce = { facesPerPhoto: 4, from: 'at once' } as const;
const turns: Conditions = { ...conditions, design: 'turns' };
const fourFaces: Burst = { ...atOnce, faces: 4, tps: 1 };

test('four faces at one a second take three seconds, and are refused three, two and one times', () => {
  expect(simulateBurst(fourFaces, eachSecond(), 1)).toEqual({
    searched: 4,
    lost: 0,
    drainSeconds: 3,
    throttledCalls: 3 + 2 + 1,
    refusedDollars: expect.closeTo((3 + 2 + 1) * dollarsFor(refusedAttempts.CropAndSearch, 0), 12),
    retries: 3 + 2 + 1,
    mostRetries: 3,
    executions: 1,
    waits: 0,
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
  const twoPhotos: Burst = { ...atOnce, faces: 7, tps: 100 };
  const tally = simulateBurst(twoPhotos, { ...eachSecond({}, 0), detectFacesTps: () => 1 }, 1);
  expect(tally).toMatchObject({ searched: 4, lost: 3, throttledCalls: 1, retries: 0 });
});

test('an invocation beyond the concurrency of the account is retried without a call', () => {
  const busy = eachSecond();
  const tally = simulateBurst(
    { ...atOnce, faces: 4, tps: 100 },
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
  const eightFaces: Burst = { ...atOnce, facesPerPhoto: 8, faces: 8, tps: 2 };
  const tally = simulateBurst(eightFaces, eachSecond({ facesAtOnce: 2 }), 1);
  expect(tally).toMatchObject({ searched: 8, drainSeconds: 3, throttledCalls: 2 + 2 + 2 });
});

test('with turns, photos wait for the quota instead of being refused', () => {
  const threePhotos: Burst = { ...atOnce, faces: 12, tps: 4 };
  const tally = simulateBurst(threePhotos, { ...eachSecond(), design: 'turns' }, 1);
  expect(tally).toMatchObject({ searched: 12, lost: 0, waits: 3, executions: 3 });
  // A Wait ends up to a second before the turn: a few are refused, where all at once would be over and over.
  const byRetries = simulateBurst(threePhotos, eachSecond(), 1);
  expect(byRetries.throttledCalls).toBeGreaterThan(8);
  expect(tally.throttledCalls).toBeLessThanOrEqual(byRetries.throttledCalls / 2);
  // Three seconds of the quota, of which the full bucket holds one.
  expect(tally.drainSeconds).toBeGreaterThanOrEqual(2);
  expect(tally.drainSeconds).toBeLessThan(3);
});

test('with turns, photos are started at 0.8 of the detections, however many are uploaded at once', () => {
  const many: Burst = { faces: 100, facesPerPhoto: 1, tps: 1000, from: 'at once' };
  const slowly = { ...eachSecond(), design: 'turns' as const, detectFacesTps: () => 25 };
  const { throttledCalls, drainSeconds } = simulateBurst(many, slowly, 1);
  expect(throttledCalls).toBe(0);
  // Twenty a second.
  expect(drainSeconds).toBeGreaterThan(4.5);
  expect(drainSeconds).toBeLessThanOrEqual(5);
});

test('photos that are uploaded one after the other start no earlier', () => {
  const arriving: Burst = { faces: 40, facesPerPhoto: 1, tps: 1000, from: '20 a second' };
  for (const design of designs) {
    const { drainSeconds } = simulateBurst(arriving, { ...eachSecond(), design }, 1);
    expect(drainSeconds).toBeCloseTo(39 / 20, 1);
  }
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
        from: fc.constantFrom(...sources),
        facesPerPhoto: fc.integer({ min: 1, max: 100 }),
      }),
      fc.record({
        design: fc.constantFrom(...designs),
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
  const burst: Burst = { ...atOnce, faces: 200, tps: 5 };
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
    timeoutSeconds: definition.TimeoutSeconds,
    sdkAttempts: 1,
  });
});

function numbersOf(retriers: readonly { ErrorEquals: string[]; Comment: string }[]) {
  const { Comment, ...numbers } = retriers.find(({ ErrorEquals }) => ErrorEquals.includes('Throttled'))!;
  return numbers;
}

test('reprocess holds as many executions open as the quota answers in four seconds, and at least two', () => {
  const of = (burst: Partial<Burst>) => executionsAtOnce({ ...fourFaces, ...burst }, 'turns');
  expect(of({ tps: 50 })).toBe(50);
  expect(of({ tps: 5 })).toBe(5);
  expect(of({ tps: 5, facesPerPhoto: 100 })).toBe(2);
  expect(executionsAtOnce({ ...fourFaces, tps: 50 }, 'retries')).toBe(25);
});

test('a run holds at least two photos open, and of photos without faces no more than their detections', () => {
  const of = (knownFaces: number, tps?: number) =>
    openAtOnce({ photos: 100, knownFaces, unknownPhotos: 0 }, tps);
  expect(of(400, 50)).toBe(50);
  expect(of(10_000, 5)).toBe(2);
  expect(of(0, 50)).toBe(160);
  expect(of(0, 5)).toBe(40);
  // Nobody knows: four faces each are assumed.
  expect(openAtOnce({ photos: 100, knownFaces: 0, unknownPhotos: 100 }, 50)).toBe(50);
  expect(openAtOnce({ photos: 0, knownFaces: 0, unknownPhotos: 0 }, 50)).toBeGreaterThan(1);
  // One machine has no quota.
  expect(of(400)).toBe(8);
});

test.each([50, 5])(
  'a run of 100,000 photos at %i searches a second leaves less than three hundredths of the quota unused, and loses no face',
  (tps) => {
    const run: Burst = { faces: 400_000, facesPerPhoto: 4, tps, from: 'reprocess' };
    const { quotaUsed, lost } = burstRow(run, turns, [1]);
    expect(lost).toBe(0);
    expect(quotaUsed).toBeGreaterThanOrEqual(0.97);
  },
);

/** By this machine’s time: with 10,000 faces the table is printed, not tested. */
const quick = bursts.filter(({ faces }) => faces <= 1_000);

test.each(quick)(
  '$faces faces, $facesPerPhoto a photo, $from: at $tps a second none is lost, and the quota is used',
  (burst) => {
    const row = burstRow(burst, turns, [1]);
    expect(row.lost).toBe(0);
    if (burst.faces < 1_000) return;
    expect(row.drainSeconds).toBeLessThanOrEqual(1.05 * row.floorSeconds + 2);
    expect(row.billedRetriesPerFace).toBeLessThanOrEqual(0.7);
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
  const { retryDollars, paceDollars } = burstRow(fourFaces, slow, [1]);
  expect(paceDollars).toBe(0);
  expect(retryDollars).toBe(rounded(retries * prices.stateTransition + refusedDollars, 4));
});

test('a row tells what the turns of its photos cost beside what its retries do', () => {
  const row = burstRow({ ...atOnce, faces: 12, tps: 4 }, { ...eachSecond(), design: 'turns' }, [1]);
  expect(row).toMatchObject({
    ...{ ...atOnce, faces: 12, tps: 4, floorSeconds: 3, lost: 0 },
  });
  // Three Wait states and little else.
  expect(row.paceDollars).toBeGreaterThanOrEqual(0.0001);
  expect(row.paceDollars).toBeLessThan(0.0002);
});
