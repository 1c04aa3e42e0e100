import { expect, test } from 'vitest';
import { runWholeBurst } from '../../bench/stage/whole-burst.ts';

test('strangers in several photos that are uploaded at once are as many people, and known when processed again', async () => {
  const burst = await runWholeBurst({ tps: 50, rough: false, people: 3, photosEach: 2 }, () => {});
  expect(burst).toMatchObject({
    photos: 6,
    inCollection: 3,
    ids: 3,
    failed: 0,
    matchedAgain: 6,
    added: 0,
  });
});
