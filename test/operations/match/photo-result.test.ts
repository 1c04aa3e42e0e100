import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { readResult } from '../../../operations/match/photo-result.ts';

/** The Photos table with this item alone. */
function tableWith(Item: Record<string, unknown> | undefined): DynamoDBDocumentClient {
  const photos = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  photos.middlewareStack.add(() => async () => ({ output: { $metadata: {}, Item }, response: undefined }), {
    step: 'initialize',
  });
  return photos;
}

const key = 'photos-raw/party.jpg';
const execution = { executionArn: 'arn:aws:states:here', name: 'party', status: 'SUCCEEDED' } as const;
const read = (item: Record<string, unknown> | undefined, status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED') =>
  readResult(tableWith(item), localDeployment, key, { ...execution, status });

const record = {
  photoId: '9535d6c386edd2894c9f',
  s3Key: key,
  status: 'NO_FACES',
  faces: [],
  executionArn: execution.executionArn,
  matchedAt: '2026-11-23T22:15:30.000Z',
};

test('a record of another version is read as far as it goes, without what other programs keep there', async () => {
  const item = { ...record, faceCount: 0, matchedCount: 'none', theirs: 1 };
  await expect(read(item)).resolves.toEqual({ ...record, faceCount: 0 });
});

test.each([
  ['no item', undefined],
  ['an item that only another program wrote', { photoId: record.photoId, s3Key: key, faceCount: 2 }],
  ['a record whose faces cannot be read', { ...record, faces: [{ idx: 1, outcome: 'Guessed' }] }],
])('%s is no record', async (_, item) => {
  await expect(read(item)).resolves.toMatchObject({
    status: 'FAILED',
    faces: [],
    error: { cause: 'The execution party ended as SUCCEEDED and recorded nothing' },
  });
});

test('a failed execution is not told by the record of an earlier one', async () => {
  await expect(read({ ...record, executionArn: 'arn:earlier' }, 'FAILED')).resolves.toMatchObject({
    error: { error: 'FAILED' },
    executionArn: execution.executionArn,
  });
  // A Fail state comes after its record.
  await expect(read(record, 'FAILED')).resolves.toEqual(record);
});
