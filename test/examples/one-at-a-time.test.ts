import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { IndexerBusy, oneAtATime } from '../../examples/index-faces/one-at-a-time.ts';
import { type Deployed, deployLocally } from '../workflow/deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally();
});
afterAll(() => deployed.close());
afterEach(() => {
  vi.useRealTimers();
});

/** A wait of no time: who finds the lock taken is refused at once. */
const atOnce = 0;

const lock = (name: string) => ({
  bucket: deployed.cloud.deployment.thumbsBucket,
  key: `faces-thumbs/index-faces/${name}.lock`,
});

test('of twenty at once one works, and those who do not wait are told to come again', async () => {
  const { promise: everybodyTried, resolve } = Promise.withResolvers<void>();
  const racers = Array.from({ length: 20 }, () =>
    oneAtATime(deployed.s3, lock('race'), () => everybodyTried, atOnce).then(
      () => 'worked',
      (error: Error) => error,
    ),
  );
  let refused = 0;
  for (const racer of racers) {
    void racer.then(() => {
      refused += 1;
      if (refused === 19) resolve();
    });
  }
  const results = await Promise.all(racers);
  expect(results.filter((result) => result === 'worked')).toHaveLength(1);
  expect(results.filter((result) => result instanceof IndexerBusy)).toHaveLength(19);
});

test('of ten at once each works, one after another', async () => {
  let working = 0;
  const most: number[] = [];
  const racers = Array.from({ length: 10 }, () =>
    oneAtATime(deployed.s3, lock('queue'), async () => {
      working += 1;
      most.push(working);
      await new Promise(setImmediate);
      working -= 1;
    }),
  );
  await Promise.all(racers);
  expect(most).toEqual(Array.from({ length: 10 }, () => 1));
});

test('the next may work when one is done, or has failed', async () => {
  const work = () => oneAtATime(deployed.s3, lock('turns'), async () => 'done');
  expect(await work()).toBe('done');
  const failing = oneAtATime(deployed.s3, lock('turns'), () => Promise.reject(new Error('no face')));
  await expect(failing).rejects.toThrow('no face');
  expect(await work()).toBe('done');
});

test('to be busy is an error that the hook retries', () => {
  expect(new IndexerBusy().name).toBe('ThrottlingException');
});

test('a lock left behind by a function that was ended is taken over after a minute', async () => {
  const forever = new Promise<never>(() => {});
  void oneAtATime(deployed.s3, lock('left'), () => forever);
  await vi.waitFor(() =>
    deployed.s3.send(new GetObjectCommand({ Bucket: lock('left').bucket, Key: lock('left').key })),
  );
  const work = () => oneAtATime(deployed.s3, lock('left'), async () => 'done', atOnce);
  await expect(work()).rejects.toThrow(IndexerBusy);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  const results = await Promise.allSettled([work(), work(), work()]);
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
});
