import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import { localDeployment } from '../../local/deployment.ts';
import { type Deployed, deployLocally } from './deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(1), waitScale: 0 });
  await deployed.upload('a.jpg', await plainPhoto());
});
afterAll(() => deployed.close());

const key = fc.oneof(
  fc.constantFrom(
    'photos-raw/a.jpg',
    'photos-raw/',
    '',
    'photos-raw/../b.jpg',
    `photos-raw/${'ü'.repeat(600)}`,
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }).map((text) => `photos-raw/${text}`),
  fc.jsonValue(),
);

/** What somebody may type into the console: well, nearly well, and anything that is JSON. */
const input = fc.oneof(
  fc.record(
    {
      key,
      bucket: fc.oneof(fc.constantFrom(localDeployment.rawBucket, 'other'), fc.jsonValue()),
      threshold: fc.oneof(fc.double(), fc.constantFrom(0, 100, 95, '95', null), fc.jsonValue()),
      Comment: fc.jsonValue(),
      extra: fc.jsonValue(),
    },
    { requiredKeys: ['key'] },
  ),
  fc.jsonValue(),
);

test('an execution with any input at all is processed, or fails with what was expected in which field', async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const { status, error, cause } = await deployed.run(given);
      ends.add(error ?? status!);
      if (error === 'PhotoFailed') {
        // A photo that is not there is the photo's failure, and recorded.
        expect(cause).toMatch(/^PhotoGone: /);
      } else if (error !== undefined) {
        expect(error).toBe('InvalidInput');
        expect(JSON.parse(cause!).errorMessage).toMatch(
          /^((key|bucket|threshold): )?(Expected|Unrecognized) /,
        );
        expect(cause!.length).toBeLessThan(2000);
      }
    }),
    { numRuns: 150, examples: [[{ key: 'photos-raw/a.jpg' }], [{ key: 'photos-raw/gone.jpg' }]] },
  );
  expect([...ends].sort()).toEqual(['InvalidInput', 'PhotoFailed', 'SUCCEEDED']);
}, 120_000);
