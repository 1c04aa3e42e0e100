import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { command } from '../../cli/start.ts';
import { sample } from '../workflow/deployed.ts';
import { startCommand } from './run-command.ts';
import { runHere } from './run-here.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** In the project, where a stage finds the SDK. */
let folder: string;
beforeAll(async () => {
  const cache = path.join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(path.join(cache, 'stage-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string) => {
  await writeFile(path.join(folder, name), text);
  return path.join(folder, name);
};

test('the stage of the docs indexes the faces of a photo', async () => {
  const [, code] = /```js\n(.*?)```/s.exec(await readFile(path.join(root, 'docs/hook.md'), 'utf8'))!;
  expect(code!.trim().split('\n').length).toBeLessThanOrEqual(35);
  await file('my-stage.mjs', code!);
  const args = ['--no-console', '--port', '0', '--data-dir', 'data', '--index-faces', 'my-stage.mjs'];
  const { child, ended } = startCommand('start', args, { from: folder });
  const [greeting] = await once(child.stdout!, 'data');
  expect(String(greeting)).toContain('\nStage   my-stage.mjs, in IndexFacesHook\n');
  const client = {
    endpoint: /http:\/\/127\.0\.0\.1:\d+/.exec(String(greeting))![0],
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  };
  const s3 = new S3({ ...client, forcePathStyle: true });
  await s3.putObject({ Bucket: 'match-faces-raw', Key: 'photos-raw/1.jpg', Body: await sample(1) });
  const dynamodb = new DynamoDB(client);
  const record = await vi.waitFor(
    async () => {
      const { Items = [] } = await dynamodb.scan({ TableName: 'Photos' });
      expect(Items).toHaveLength(1);
      return Items[0]!;
    },
    { timeout: 150_000, interval: 200 },
  );
  expect(record.indexedCount).toEqual({ N: '3' });
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

const expected = 'error: Expected of --index-faces a module that exports a function named handler, got ';

test.each([
  ['is not there', undefined, `"gone.mjs", which is no file`],
  [
    'exports no handler',
    'export const Handler = () => {};',
    'which does not load: Runtime.HandlerNotFound: ',
  ],
  ['throws on import', 'throw new TypeError("no settings");', 'which does not load: TypeError: no settings'],
])('a stage that %s is refused, with what was expected and what came', async (_, text, got) => {
  const stage = text === undefined ? 'gone.mjs' : await file('bad.mjs', text);
  const args = [
    '--no-console',
    '--port',
    '0',
    '--data-dir',
    path.join(folder, 'refused'),
    '--index-faces',
    stage,
  ];
  const { code, output } = await runHere(command, args);
  expect(output).toContain(expected);
  expect(output).toContain(got);
  expect(code).toBe(2);
});
