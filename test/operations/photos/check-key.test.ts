import { expect, test } from 'vitest';
import { whySkipped } from '../../../operations/photos/check-key.ts';

test.each([
  ['photos-raw/2024/', 0, 'folderPlaceholders'],
  ['photos-raw/empty.jpg', 0, 'folderPlaceholders'],
  ['photos-raw/2024/', 5, undefined],
  ['photos-raw/a.MP4', 5, 'otherFiles'],
  ['photos-raw/.DS_Store', 5, 'otherFiles'],
  ['photos-raw/a.jpg', 5, undefined],
  ['photos-raw/IMG_0001', 5, undefined],
  ['photos-raw/a.dng', 5, undefined],
  ['photos-raw/a.txt.jpg', undefined, undefined],
])('%s of %s bytes is skipped as: %s', (key, size, reason) => {
  expect(whySkipped(key, size)).toBe(reason);
});
