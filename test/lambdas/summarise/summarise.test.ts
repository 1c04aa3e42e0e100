import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, type PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { readRedPhoto } from '../../../lambdas/summarise/red-photo.ts';
import { summarise } from '../../../lambdas/summarise/summarise.ts';

const line = (key: string, matchedBefore = 1) => ({
  name: 'n',
  input: { key },
  before: { status: 'MATCHED', matchedCount: matchedBefore, unmatchedCount: 2 },
});
const red = (key: string, child: object = {}) => ({
  Input: JSON.stringify(line(key)),
  Status: 'FAILED',
  Error: 'States.TaskFailed',
  ...child,
});
const nested = (described: object) => ({ Cause: JSON.stringify({ Status: 'FAILED', ...described }) });

test.each([
  ['some faces failed', nested({ Error: 'FacesFailed', Cause: '1 of 2' }), 'PARTIAL', 'FacesFailed'],
  [
    'the photo cannot be used',
    nested({ Error: 'PhotoFailed', Cause: 'PhotoGone: a.jpg does not exist. When the photo is mended: …' }),
    ...(['FAILED', 'PhotoGone'] as const),
  ],
  [
    'every photo would meet it',
    nested({ Error: 'CollectionMissing', Cause: '{"errorMessage":"Expected the collection"}' }),
    ...(['not recorded', 'CollectionMissing'] as const),
  ],
  ['its execution was stopped', nested({ Status: 'ABORTED' }), 'not recorded', 'ABORTED'],
  [
    'its execution took too long',
    nested({ Status: 'TIMED_OUT', Error: 'States.Timeout' }),
    'not recorded',
    'States.Timeout',
  ],
  [
    'its cause was cut',
    { Cause: `{"Cause":"x","Error":"TableMissing","Input":"${'i'.repeat(9)}` },
    ...(['not recorded', 'TableMissing'] as const),
  ],
  [
    'its name had run',
    { Error: 'StepFunctions.ExecutionAlreadyExistsException', Cause: 'Execution Already Exists' },
    ...(['not recorded', 'StepFunctions.ExecutionAlreadyExistsException'] as const),
  ],
  ['the child was stopped', { Status: 'ABORTED', Error: undefined }, 'not recorded', 'ABORTED'],
  ['it never began', { Status: 'PENDING', Error: undefined }, 'not recorded', 'PENDING'],
])('a photo is red because %s', (_, child, ending, reason) => {
  expect(readRedPhoto(red('photos-raw/a.jpg', child))).toMatchObject({
    key: 'photos-raw/a.jpg',
    ending,
    reason,
  });
});

/** A Map Run's files, and what was written beside them. */
function results(files: Readonly<Record<string, readonly object[]>>) {
  const written: Record<string, string> = {};
  const listed = Object.fromEntries(
    ['SUCCEEDED', 'FAILED', 'PENDING'].map((kind) => [
      kind,
      Object.keys(files)
        .filter((name) => name.startsWith(kind))
        .map((name) => ({ Key: `runs/r/results/id/${name}`, Size: 1 })),
    ]),
  );
  const send = async (command: GetObjectCommand | PutObjectCommand) => {
    if (!(command instanceof GetObjectCommand)) {
      written[command.input.Key!] = await text(command.input.Body as NodeJS.ReadableStream);
      return {};
    }
    const name = command.input.Key!.split('/').at(-1)!;
    const body =
      name === 'manifest.json'
        ? JSON.stringify({ ResultFiles: listed })
        : files[name]!.map((each) => JSON.stringify(each)).join('\n');
    return { Body: Readable.from([body]) };
  };
  const s3 = Object.assign(new S3Client({ region: 'us-east-1' }), { send: send as never });
  return { s3, written };
}

const summary = (photos: number, services: ReturnType<typeof results>) =>
  summarise(
    {
      photos,
      run: {
        MapRunArn: 'arn',
        ResultWriterDetails: { Bucket: 'thumbs', Key: 'runs/r/results/id/manifest.json' },
      },
    },
    services,
  );

test('results of several files are counted against before; what needs a look has its reason, most first', async () => {
  const after = { status: 'MATCHED', matchedCount: 1, unmatchedCount: 2, superseded: false };
  const made = results({
    'SUCCEEDED_0.jsonl': [
      { ...line('a'), after: { ...after, matchedCount: 3, unmatchedCount: 0 } },
      {
        ...line('b'),
        before: null,
        after: { ...after, status: 'NO_FACES', matchedCount: 0, unmatchedCount: 0 },
      },
    ],
    'SUCCEEDED_1.jsonl': [
      { ...line('c', 2), after },
      { ...line('d'), after: { ...after, superseded: true } },
    ],
    'FAILED_0.jsonl': [
      ...Array.from({ length: 12 }, (_, number) =>
        red(`e${number}`, nested({ Error: 'PhotoFailed', Cause: 'PhotoGone: gone' })),
      ),
    ],
  });
  expect(await summary(16, made)).toEqual({
    photos: 16,
    endings: { MATCHED: 2, NO_FACES: 1, superseded: 1, FAILED: 12 },
    matched: { before: 4, after: 5 },
    unmatched: { before: 6, after: 4 },
    needALook: [
      { reason: 'PhotoGone', photos: 12, keys: Array.from({ length: 10 }, (_, number) => `e${number}`) },
      { reason: 'FewerMatches', photos: 1, keys: ['c'] },
    ],
    red: 12,
    manifest: 's3://thumbs/runs/r/results/id/red.jsonl',
  });
  const lines = made.written['runs/r/results/id/red.jsonl']!.trimEnd().split('\n');
  expect(lines).toHaveLength(12);
  expect(JSON.parse(lines[0]!)).toEqual({ key: 'e0', reason: 'PhotoGone' });
});

test('a run without a red photo has no manifest of them', async () => {
  const after = { status: 'NO_FACES', matchedCount: 0, unmatchedCount: 0, superseded: false };
  const made = results({ 'SUCCEEDED_0.jsonl': [{ ...line('a', 0), after }] });
  const told = await summary(1, made);
  expect(told).toMatchObject({ red: 0, needALook: [] });
  expect(told).not.toHaveProperty('manifest');
  expect(made.written).toEqual({});
});
