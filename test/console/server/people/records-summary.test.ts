import { expect, test } from 'vitest';
import { RecordsSummary } from '../../../../console/server/people/records-summary.ts';
import { readPhotoRecord } from '../../../../statemachine/photo-record.ts';

const item = {
  s3Key: 'photos-raw/party.jpg',
  status: 'MATCHED',
  executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:MatchFaces:party',
  matchedAt: '2026-11-23T10:00:00.000Z',
};
const boundingBox = { left: 0.1, top: 0.1, width: 0.2, height: 0.2 };
const anna = { idx: 1, boundingBox, outcome: 'Match', faceId: 'anna', personId: 'anna', similarity: 99 };
const nobody = { idx: 2, boundingBox, outcome: 'NoMatch', threshold: 95, thumbKey: 'faces-thumbs/2.jpg' };

function summaryOf(...items: object[]) {
  const summary = new RecordsSummary(new Date());
  for (const each of items) summary.add(readPhotoRecord(each));
  return summary;
}

test('faces are counted, known ones by their person, unknown ones with the crop to enroll', () => {
  const summary = summaryOf({ ...item, faces: [anna, nobody] });
  expect(summary.counts).toMatchObject({ photos: 1, faces: { faceCount: 2, matchedCount: 1 } });
  expect(summary.foundAs(['anna'])).toMatchObject({
    photoCount: 1,
    occurrences: [{ idx: 1, similarity: 99 }],
  });
  expect(summary.unknown.faces).toMatchObject([
    { idx: 2, cropKey: 'faces-thumbs/2.jpg', execution: 'party' },
  ]);
});

test('photos are counted once for all faces of somebody', () => {
  const again = { ...anna, idx: 3, faceId: 'anna-2', personId: 'anna-2' };
  const summary = summaryOf(
    { ...item, faces: [anna, again] },
    { ...item, faces: [again] },
    { ...item, faces: [anna] },
  );
  expect(summary.foundAs(['anna']).photoCount).toBe(2);
  const both = summary.foundAs(['anna', 'anna-2']);
  expect(both.photoCount).toBe(3);
  expect(both.occurrences).toHaveLength(4);
});

test('a record whose faces another version wrote counts as a photo, without them', () => {
  const { similarity: _, ...withoutSimilarity } = anna;
  const { counts } = summaryOf({ ...item, faces: [withoutSimilarity] }, item);
  expect(counts).toMatchObject({ photos: 2, byStatus: { MATCHED: 2 }, faces: { faceCount: 0 } });
});

test('what another program keeps in the table is no photo of this workflow', () => {
  const others = [
    { ...item, status: 'uploaded' },
    { s3Key: 'photos-raw/other.jpg', status: 'FAILED', faces: [] },
    {},
  ];
  expect(summaryOf(...others).counts).toMatchObject({ photos: 0, byStatus: { FAILED: 0 } });
});
