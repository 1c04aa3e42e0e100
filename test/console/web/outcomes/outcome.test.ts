import { expect, test } from 'vitest';
import type { Face } from '../../../../console/api/face.ts';
import {
  formatSimilarity,
  outcomeInShort,
  outcomeInWords,
} from '../../../../console/web/outcomes/outcome.ts';

const place = { idx: 1, boundingBox: { left: 0, top: 0, width: 1, height: 1 } };
const match: Face = { ...place, outcome: 'Match', faceId: 'f', personId: 'f', similarity: 98.765 };

test('a match tells its similarity', () => {
  expect(outcomeInShort(match)).toBe('98.77 %');
  expect(outcomeInWords(match)).toBe('98.77 % similar to face f');
  expect(outcomeInWords({ ...match, name: 'Zoë' })).toBe('98.77 % similar to Zoë');
});

test('a face of somebody with a name is labelled with it, cut when it is long', () => {
  expect(outcomeInShort({ ...match, name: 'Grandma Zoë' })).toBe('Grandma Zoë');
  expect(outcomeInShort({ ...match, name: 'Zoë von und zu Unterfeld' })).toBe('Zoë von und zu Un…');
});

test('rounding makes no certainty of almost', () => {
  expect(formatSimilarity(99.9987)).toBe('99.99 %');
  expect(formatSimilarity(100)).toBe('100 %');
});

test('a failure names its stage, error and cause', () => {
  const failed: Face = {
    ...place,
    outcome: 'Failed',
    stage: 'IndexFaces',
    error: 'SlowDown',
    cause: 'Busy',
  };
  expect(outcomeInWords(failed)).toBe('IndexFaces: SlowDown: Busy');
});

test('an unsearchable face tells why', () => {
  expect(outcomeInShort({ ...place, outcome: 'Unsearchable', reason: 'TooSmall' })).toBe('Too small');
});

test('an unknown face tells why the stage did not index it', () => {
  const unknown: Face = { ...place, outcome: 'NoMatch', threshold: 95 };
  expect(outcomeInWords(unknown)).toBe('Nobody in the collection reached 95 %');
  expect(outcomeInWords({ ...unknown, notIndexed: 'LOW_SHARPNESS' })).toBe(
    'Nobody in the collection reached 95 %; not indexed: LOW_SHARPNESS',
  );
});
