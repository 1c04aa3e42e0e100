import fs from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { stateMachineArn as arnOfMachine } from '../../local-aws/account.ts';
import { startLocalAws } from '../../local-aws/local-aws.ts';
import { JsonLines } from '../../local-aws/step-functions/history/json-lines.ts';
import { fixedFaceEngine } from './rekognition/fixed-face-engine.ts';
import { disturbDisk, noSpace } from './s3/failing-disk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

const stateMachineArn = arnOfMachine('Waits');

test('a full disk is an error to who met it, in one line; the cloud lives, and goes on when there is room', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const aws = await startLocalAws({
    dataDir: folder,
    buckets: ['photos'],
    tables: [{ name: 'Seen', partitionKey: 'id' }],
    collections: [],
    functions: {},
    machines: [
      {
        name: 'Waits',
        definition: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1, End: true } } },
      },
    ],
    engine: fixedFaceEngine([]),
  });
  onTestFinished(() => aws.close());
  const options = {
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const s3 = new S3({ ...options, forcePathStyle: true });
  const sfn = new SFN(options);
  const photo = { Bucket: 'photos', Key: 'a.jpg' };
  await s3.putObject({ ...photo, Body: 'kept' });
  const { executionArn = '' } = await sfn.startExecution({ stateMachineArn, input: '{}' });
  {
    using full = disturbDisk(() => noSpace());
    await expect(s3.putObject({ ...photo, Body: 'new' })).rejects.toMatchObject({
      name: 'InternalError',
      $metadata: { httpStatusCode: 500 },
    });
    await expect(sfn.startExecution({ stateMachineArn, name: 'later' })).rejects.toMatchObject({
      name: 'InternalServerError',
    });
    for (const line of log.mock.calls)
      expect(line).toEqual([expect.stringMatching(/^Expected room on the disk: .*$/)]);
    // Until the execution has met it.
    await vi.waitFor(async () => expect(full.changes).toBeGreaterThan(5), { timeout: 10_000 });
    expect(await (await s3.getObject(photo)).Body?.transformToString()).toBe('kept');
    expect((await sfn.describeExecution({ executionArn })).status).toBe('RUNNING');
  }
  expect(await aws.stepFunctions.waitFor(executionArn)).toBe('FAILED');
  expect(await sfn.describeExecution({ executionArn })).toMatchObject({
    error: 'Interrupted',
    cause: expect.stringContaining('disk of the local cloud was full'),
    redriveStatus: 'REDRIVABLE',
  });
  await sfn.redriveExecution({ executionArn });
  await s3.putObject({ ...photo, Body: 'new' });
  await sfn.startExecution({ stateMachineArn, name: 'later' });
  expect(await aws.stepFunctions.waitFor(executionArn)).toBe('SUCCEEDED');
});

test('a line that was written in half is never continued by the next', async () => {
  const path = join(folder, 'lines.jsonl');
  for (const open of [JsonLines.create<string>, JsonLines.open<string>]) {
    const lines = open(path);
    lines.append('before');
    const write = fs.writeSync as (file: number, bytes: Buffer, ...where: number[]) => number;
    const half = vi.spyOn(fs, 'writeSync').mockImplementation(((
      file,
      bytes,
      at = 0,
      length = 0,
      position = 0,
    ) => {
      if (at > 0) throw noSpace();
      return write(file, bytes, at, Math.ceil(length / 2), position);
    }) as typeof write as typeof fs.writeSync);
    syncBuiltinESMExports();
    expect(() => lines.append('cut short')).toThrow('ENOSPC');
    half.mockRestore();
    syncBuiltinESMExports();
    lines.append('after');
    lines.close();
    const written = (await readFile(path, 'utf8')).split('\n');
    expect(written.slice(-3)).toEqual(['"before"', '"after"', '']);
  }
});
