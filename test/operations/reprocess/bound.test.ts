import { Semaphore } from 'async-mutex';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { boundOf, ExpectedFaces } from '../../../operations/reprocess/bound.ts';

const inRegion = (region: string) => ({ kind: 'aws', deployment: { ...localDeployment, region } }) as const;

test.each([
  ['us-east-1', {}, 200, 4, 4],
  ['eu-central-1', {}, 20, 4, 4],
  // Beside a crowd there is room for one other, and a photo without faces still takes part.
  ['eu-central-1', {}, 20, 100, 10],
  ['eu-central-1', {}, 20, 0, 1],
  ['us-east-1', { tps: 20 }, 80, 4, 4],
  ['us-east-1', { tps: 0.1 }, 2, 4, 1],
  ['us-east-1', { concurrency: 7 }, 7, 100, 1],
])(
  'in %s with %j there is room for %i, of which a photo with %i faces takes %i',
  (region, options, size, faces, share) => {
    const bound = boundOf(inRegion(region), options);
    expect(bound.size).toBe(size);
    expect(bound.shareOf(faces)).toBe(share);
  },
);

test('the local cloud, which has no quota, gets what its workers can do', () => {
  const deployment = localDeployment;
  expect(boundOf({ kind: 'server', deployment }, {}).size).toBe(16);
  expect(boundOf({ kind: 'server', deployment }, { tps: 50 }).size).toBe(200);
});

test('the room for a bound is never overfull, lets everybody in, and in the order of arrival', async () => {
  const visits = fc.array(fc.record({ share: fc.integer({ min: 1, max: 10 }), turns: fc.nat(3) }));
  await fc.assert(
    fc.asyncProperty(visits, async (all) => {
      const room = new Semaphore(10);
      const admitted: number[] = [];
      let taken = 0;
      await Promise.all(
        all.map(async ({ share, turns }, index) => {
          const [, leave] = await room.acquire(share);
          admitted.push(index);
          taken += share;
          expect(taken).toBeLessThanOrEqual(10);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          taken -= share;
          leave();
        }),
      );
      expect(admitted).toEqual(all.map((_, index) => index));
    }),
  );
});

test('a photo is expected to have the faces of its record, or as many as those of this run', () => {
  const expected = new ExpectedFaces();
  const unknown = { key: 'photos-raw/new.jpg' };
  const record = { photoId: '0', status: 'MATCHED', faceCount: 7, executionArn: 'arn' } as const;
  expect(expected.of({ ...unknown, record })).toBe(7);
  expect(expected.of(unknown)).toBe(4);
  for (let photo = 0; photo < 10; photo++) expected.learn(2);
  expect(expected.of(unknown)).toBe(3);
  // It could not be read, which says nothing of its faces.
  expect(expected.of({ ...unknown, record: { ...record, status: 'FAILED', faceCount: 0 } })).toBe(3);
});
