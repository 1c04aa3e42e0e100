import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BatchGetCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { whySkipped } from '../../../lambdas/select-photos/list-photos.ts';
import { selectPhotos } from '../../../lambdas/select-photos/select-photos.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import { type PhotoToReprocess, photoToReprocess } from '../../../statemachine/reprocess-payloads.ts';

const settings = {
  rawBucket: 'raw',
  rawPrefix: 'photos-raw/',
  thumbs: { bucket: 'thumbs', prefix: 'faces-thumbs/' },
  photosTable: 'Photos',
  searchesPerSecond: 50,
  region: 'us-east-1',
} as const;
const execution = { arn: 'arn:aws:states:us-east-1:000000000000:execution:R:run', name: 'run' };

interface Stored {
  readonly key: string;
  readonly record?: object;
}

/** S3 and DynamoDB with these photos, a page of S3 being 1,000 and one of DynamoDB's answers short of half its keys. */
function services(photos: readonly Stored[], objects: Readonly<Record<string, string>> = {}) {
  const items = new Map(
    photos.flatMap(({ key, record }) => (record ? [[photoId('raw', key), { s3Key: key, ...record }]] : [])),
  );
  const written = new Map<string, Promise<string>>();
  let asked = 0;
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof ListObjectsV2Command) {
      const from = Number(command.input.ContinuationToken ?? 0);
      const page = photos.slice(from, from + 1000).map(({ key }) => ({ Key: key, Size: 5 }));
      const next = from + 1000 < photos.length ? String(from + 1000) : undefined;
      return { Contents: page, IsTruncated: next !== undefined, NextContinuationToken: next };
    }
    if (command instanceof PutObjectCommand) {
      const body = text(command.input.Body as NodeJS.ReadableStream);
      written.set(command.input.Key!, body);
      return void (await body);
    }
    if (command instanceof GetObjectCommand) {
      const { Readable } = await import('node:stream');
      return { Body: Readable.from([objects[command.input.Key!]!]) };
    }
    if (command instanceof ScanCommand) {
      return { Items: [...items.values()].map(({ s3Key }) => ({ s3Key })) };
    }
    if (command instanceof BatchGetCommand) {
      const [[table, request]] = Object.entries(command.input.RequestItems!) as never as [
        [string, { Keys: { photoId: string }[] }],
      ];
      asked += 1;
      const answered = asked === 1 ? request.Keys.slice(0, request.Keys.length / 2) : request.Keys;
      const left = request.Keys.slice(answered.length);
      return {
        Responses: {
          [table]: answered.flatMap(({ photoId }) =>
            items.has(photoId) ? [{ photoId, ...items.get(photoId) }] : [],
          ),
        },
        UnprocessedKeys: left.length > 0 ? { [table]: { ...request, Keys: left } } : {},
      };
    }
    throw new Error(`Expected no such call: ${command}`);
  };
  const region = 'us-east-1';
  return {
    s3: Object.assign(new S3Client({ region }), { send }),
    photos: Object.assign(DynamoDBDocumentClient.from(new DynamoDBClient({ region })), { send }),
    async lines(): Promise<PhotoToReprocess[]> {
      const body = await written.get('faces-thumbs/runs/run/selection.jsonl');
      return body!
        .trimEnd()
        .split('\n')
        .map((line) => photoToReprocess.parse(JSON.parse(line)));
    },
    get writes() {
      return written.size;
    },
  };
}

const key = (number: number) => `photos-raw/${number}.jpg`;
const record = (more: object = {}) => ({
  ...{ status: 'MATCHED', faceCount: 2, matchedCount: 1, unmatchedCount: 1, indexedCount: 0 },
  ...{ unsearchableCount: 0, failedCount: 0, matchedAt: '2026-05-01T12:00:00.000Z', faceModelVersion: '7' },
  ...more,
});

test('every photo of every page is selected once, with its record as it stands, also where DynamoDB answers less', async () => {
  const photos = Array.from({ length: 2_100 }, (_, number) => ({
    key: key(number),
    ...(number % 2 === 0 && { record: record() }),
  }));
  const made = services(photos);
  const selected = await selectPhotos(
    { execution, input: { prefix: 'photos-raw/', threshold: 90 } },
    settings,
    made,
  );
  expect(selected).toMatchObject({
    ...{ photos: 2_100, photosOfUnknownFaces: 1_050, faces: 1_050 * 2 + 1_050 * 4, dryRun: false },
    // Three faces on average, and 2 % of the photos.
    ...{ openAtOnce: 66, toleratedFailures: 42 },
    manifest: { bucket: 'thumbs', key: 'faces-thumbs/runs/run/selection.jsonl' },
    results: { bucket: 'thumbs', prefix: 'faces-thumbs/runs/run/results' },
  });
  const lines = await made.lines();
  expect(new Set(lines.map(({ name }) => name)).size).toBe(2_100);
  expect(lines[0]).toEqual({
    name: `0_${photoId('raw', key(0))}_run`,
    input: { key: key(0), threshold: 90, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: execution.arn },
    before: { status: 'MATCHED', matchedCount: 1, unmatchedCount: 1 },
  });
  expect(lines[1]!.before).toBeNull();
});

test.each([
  [{}, [0, 1, 2, 3]],
  [{ since: '2026-05-01' }, [0, 3]],
  [{ before: '2026-05-01T12:00:00Z' }, [1]],
  [{ since: '2026-01-01', before: '2026-05-01' }, [1]],
  [{ faceModelVersion: '7' }, [1]],
  [{ faceModelVersion: '6' }, [0, 3]],
])('with %j photos are left out by their records', async (filter, selected) => {
  const made = services([
    { key: key(0), record: record() },
    { key: key(1), record: record({ matchedAt: '2026-03-01T00:00:00.000Z', faceModelVersion: '6' }) },
    { key: key(2) },
    { key: key(3), record: record() },
  ]);
  await selectPhotos({ execution, input: { prefix: 'photos-raw/', ...filter } }, settings, made);
  expect((await made.lines()).map(({ input }) => input.key)).toEqual(selected.map(key));
});

test('a manifest of keys and objects is read once for each key; a line of another kind is named', async () => {
  const list = (...lines: unknown[]) =>
    services([], {
      'faces-thumbs/runs/mine.jsonl': `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`,
    });
  const input = { manifest: 's3://thumbs/faces-thumbs/runs/mine.jsonl' };
  const made = list(key(1), { key: key(2), reason: 'PhotoGone' }, key(1));
  await selectPhotos({ execution, input }, settings, made);
  expect((await made.lines()).map(({ input }) => input.key)).toEqual([key(1), key(2)]);
  const wrong = [
    [7, 'manifest: line 2: Expected a key like "photos-raw/party.jpg" or an object with it as "key", got 7'],
    ['a.jpg', 'manifest: line 2: Expected a key under "photos-raw/", got "a.jpg"'],
  ] as const;
  for (const [line, message] of wrong)
    await expect(selectPhotos({ execution, input }, settings, list(key(1), line))).rejects.toThrow(message);
});

test('failed photos may all fail again, a dry run writes nothing, and without a quota eight are open', async () => {
  const made = services([{ key: key(0), record: record({ status: 'FAILED', faceCount: 0 }) }]);
  const input = { failed: true, dryRun: true };
  const selected = await selectPhotos({ execution, input }, { ...settings, searchesPerSecond: 'none' }, made);
  // What could not be read says nothing of its faces.
  expect(selected).toMatchObject({
    photos: 1,
    faces: 4,
    toleratedFailures: 1,
    openAtOnce: 8,
    searchesPerSecond: 50,
  });
  expect(selected).not.toHaveProperty('manifest');
  expect(made.writes).toBe(0);
});

test.each([
  ['photos-raw/2024/', 0, 'folderPlaceholders'],
  ['photos-raw/empty.jpg', 0, 'folderPlaceholders'],
  ['photos-raw/2024/', 5, undefined],
  ['photos-raw/a.MP4', 5, 'otherFiles'],
  ['photos-raw/.DS_Store', 5, 'otherFiles'],
  ['photos-raw/keys.jsonl', 5, 'otherFiles'],
  ['photos-raw/a.jpg', 5, undefined],
  ['photos-raw/IMG_0001', 5, undefined],
  ['photos-raw/a.dng', 5, undefined],
  ['photos-raw/a.txt.jpg', undefined, undefined],
])('%s of %s bytes is skipped as: %s', (name, size, reason) => {
  expect(whySkipped(name, size)).toBe(reason);
});
