import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { describeIssues } from '../../lambdas/shared/lambda.ts';
import * as payloads from '../../statemachine/payloads.ts';
import * as reprocessPayloads from '../../statemachine/reprocess-payloads.ts';

const samples = new URL('../../statemachine/samples/', import.meta.url);

test.each(readdirSync(samples))('the sample %s is what its schema says, and keeps every field', (file) => {
  const name = file.replace('.json', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const sample: unknown = JSON.parse(readFileSync(new URL(file, samples), 'utf8'));
  const schemas = Object.entries({ ...payloads, ...reprocessPayloads });
  const [, schema] = schemas.find(([exported]) => exported === name) ?? [];
  expect(schema, `a schema named ${name}`).toBeDefined();
  expect((schema as z.ZodMiniType).parse(sample)).toEqual(sample);
});

test.each([
  ['photos-raw/a.jpg', 'Expected an object like {"key": "photos-raw/party.jpg"}', 'got "photos-raw/a.jpg"'],
  [{}, 'key: Expected the key of a photo, a string, got nothing', 'got nothing'],
  [{ key: 7 }, 'key: Expected the key of a photo, a string, got 7', 'got 7'],
  [{ key: '' }, 'key: Expected the key of a photo', 'got ""'],
  [{ key: 'photos-raw/a.jpg', bucket: 1 }, 'bucket: Expected a bucket name, a string, got 1', 'got 1'],
  [
    { key: 'photos-raw/a.jpg', threshold: '95' },
    'threshold: Expected a number between 0 and 100',
    'got "95"',
  ],
  [{ key: 'photos-raw/a.jpg', threshold: 101 }, 'threshold: Expected a number between 0 and 100', 'got 101'],
  [
    { key: 'photos-raw/a.jpg', versionId: 'x' },
    'at most "bucket" and "threshold" besides',
    'got the field "versionId"',
  ],
])('the input %j is refused with its field, what was expected and what came', (input, expected, came) => {
  const { error } = payloads.executionInput.safeParse(input);
  expect(describeIssues(error!.issues)).toContain(expected);
  expect(describeIssues(error!.issues)).toContain(came);
});

test.each([
  [{}, 'Expected one of "prefix", "failed", "keys" and "manifest", got none'],
  [{ keys: ['photos-raw/a.jpg'], failed: true }, 'got "failed" and "keys"'],
  [{ prefix: 7 }, 'prefix: Expected the beginning of keys, a string, got 7'],
  [{ failed: false }, 'failed: Expected true, got false'],
  [{ keys: [] }, 'keys: Expected at least one key, got []'],
  [{ keys: [''] }, 'keys.0: Expected the key of a photo, got ""'],
  [
    { manifest: 'keys.jsonl' },
    'manifest: Expected an address like "s3://bucket/keys.jsonl", got "keys.jsonl"',
  ],
  [{ failed: true, threshold: 101 }, 'threshold: Expected a number between 0 and 100, got 101'],
  [{ failed: true, dryRun: 'yes' }, 'dryRun: Expected true or false, got "yes"'],
  [{ failed: true, since: '1.5.2026' }, 'since: Expected a date like "2026-05-01", got "1.5.2026"'],
  [
    { failed: true, toleratedFailures: 0.5 },
    'toleratedFailures: Expected a whole number of photos, 0 or more, got 0.5',
  ],
  [{ failed: true, concurrency: 3 }, 'got the field "concurrency"'],
])('a run of %j is refused with its field, what was expected and what came', (input, told) => {
  const { error } = reprocessPayloads.reprocessInput.safeParse(input);
  expect(describeIssues(error!.issues)).toContain(told);
});

test('a run may be of the failed photos under a prefix, and ignores what AWS adds', () => {
  const input = { failed: true, prefix: 'photos-raw/2024/', Comment: 'Insert your JSON here' };
  expect(reprocessPayloads.reprocessInput.safeParse(input).success).toBe(true);
});

test('what a stage in the hook returned wrong is named by its place', () => {
  const sample = JSON.parse(readFileSync(new URL('photo-to-record.json', samples), 'utf8'));
  sample.faces[1].indexed = { faceId: 7, personId: 'p' };
  const either = z.union([payloads.photoToRecord, payloads.failedPhotoToRecord]);
  expect(describeIssues(either.safeParse(sample).error!.issues)).toContain('faces.1.indexed.faceId: ');
});

test.each([
  ["the console's own Comment", { Comment: 'Insert your JSON here' }],
  [
    'the execution that started this one',
    {
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:us-east-1:000000000000:execution:Parent:p',
    },
  ],
])('what AWS adds to an input is accepted: %s', (_, added) => {
  expect(payloads.executionInput.safeParse({ key: 'photos-raw/a.jpg', ...added }).success).toBe(true);
});

test('start times are normalized, so that they sort as text', () => {
  const started = (startedAt: string) => payloads.execution.parse({ arn: 'a', startedAt }).startedAt;
  expect(started('2026-05-02T18:21:09Z')).toBe('2026-05-02T18:21:09.000Z');
  expect(started('2026-05-02T18:21:09.1Z')).toBe('2026-05-02T18:21:09.100Z');
});
