import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCommand } from './run-command.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** What it prints first says where it is. */
async function endpointOf({ stdout }: ChildProcess): Promise<string> {
  const [greeting] = await once(stdout!, 'data');
  return /http:\/\/127\.0\.0\.1:\d+/.exec(String(greeting))![0];
}

test('with a quota of searches the local cloud runs until it is interrupted', {
  timeout: 60_000,
}, async () => {
  const args = ['--no-console', '--port', '0', '--data-dir', dataDir, '--tps', '5'];
  const { child, ended } = startCommand('start', args);
  await Promise.race([once(child.stdout!, 'data'), ended]);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^The local cloud is at http:\/\/127\.0\.0\.1:\d+\./);
  expect(stdout).toMatch(/\nStopping\n$/);
  expect(code).toBe(0);
});

test('stopped in the middle of its work it is quiet and soon over, also with an engine that is stuck', async () => {
  const args = ['--port', '0', '--console-port', '0', '--data-dir', dataDir];
  const { child, ended } = startCommand('start', args);
  const options = {
    endpoint: await endpointOf(child),
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const s3 = new S3({ ...options, forcePathStyle: true });
  const Body = await sharp({ create: { width: 900, height: 900, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();
  for (const Key of ['photos-raw/1.jpg', 'photos-raw/2.jpg', 'photos-raw/3.jpg']) {
    await s3.putObject({ Bucket: 'match-faces-raw', Key, Body });
  }
  await vi.waitFor(
    async () => expect(await readFile(path.join(dataDir, 'logs/DetectFaces.log'), 'utf8')).toContain('START'),
    { timeout: 60_000 },
  );
  const stuck = new DynamoDB(options).putItem({
    TableName: 'Photos',
    Item: { photoId: { S: 'a' } },
    ConditionExpression: `${'('.repeat(2000)}photoId = photoId${')'.repeat(2000)}`,
  });
  const unanswered = expect(stuck).rejects.toThrow();
  await fetch(options.endpoint);
  child.kill('SIGTERM');
  const began = performance.now();
  const { code, stdout, stderr } = await ended;
  await unanswered;
  expect(stderr).toBe('');
  expect(stdout).toContain('Stopping\n');
  expect(code).toBe(0);
  // It gives itself 1.8 s; the rest is this machine's.
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('it ends with the npm that started it', async () => {
  const args = ['--no-console', '--port', '0', '--data-dir', dataDir];
  const command = [path.resolve(import.meta.dirname, '../../cli/start.ts'), ...args];
  const npm = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(command)}, { stdio: 'inherit' })`;
  const parent = spawn(process.execPath, ['-e', npm], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  parent.kill('SIGKILL');
  // Its end of the pipe is closed when it is gone.
  expect(await text(parent.stdout)).toContain('Stopping\n');
});
