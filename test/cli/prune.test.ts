import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localDeployment } from '../../local/deployment.ts';
import { executionArn } from '../../local-aws/account.ts';
import { startLocalAws } from '../../local-aws/local-aws.ts';
import { ObjectStore } from '../../local-aws/s3/object-store.ts';
import { fixedFaceEngine } from '../local-aws/rekognition/fixed-face-engine.ts';
import { runCommand } from './run-command.ts';

const { thumbsBucket: bucket } = localDeployment;
const working = 'faces-thumbs/working/';
const runFile = 'faces-thumbs/runs/old/selection.jsonl';
const longAgo = '2020-01-01T00:00:00.000Z';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'prune-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const start = (options = {}) =>
  startLocalAws({
    dataDir,
    buckets: [bucket],
    tables: [{ name: 'Photos', partitionKey: 'photoId' }],
    collections: [],
    functions: {},
    machines: [
      { name: 'Passes', definition: { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } } },
    ],
    engine: fixedFaceEngine([]),
    ...options,
  });

type Aws = Awaited<ReturnType<typeof start>>;

async function run({ stepFunctions }: Aws, name: string): Promise<void> {
  await stepFunctions.startExecution({ machine: 'Passes', name, input: {} });
  await stepFunctions.waitFor(executionArn('Passes', name));
}

/** A data folder with one old and one young of everything. */
async function oldAndYoung(): Promise<void> {
  const aws = await start();
  for (const name of ['old', 'young']) await run(aws, name);
  await aws.close();
  const store = new ObjectStore({ folder: path.join(dataDir, 's3') });
  for (const key of [`${working}old`, `${working}young`, 'faces-thumbs/crop', runFile]) {
    await store.putObject({ bucket, key, body: [Buffer.from('bytes')] });
  }
  await age('s3/buckets', (content) =>
    content.includes('working/old') || content.includes('crop') || content.includes('runs/')
      ? content.replace(/(?<="lastModified":")[^"]+/, longAgo)
      : content,
  );
  await age('executions/index.jsonl', (content) =>
    content.replaceAll(/("name":"old".*"stopDate":)[\d.]+/g, '$11577836800'),
  );
  const invocation = (time: string) =>
    `START RequestId: a Version: $LATEST\n{"timestamp":"${time}","message":"NoMatch"}\nEND RequestId: a\n`;
  const log = invocation(longAgo) + invocation(new Date().toISOString());
  await writeFile(path.join(dataDir, 'logs/DetectFaces.log'), log);
  await mkdir(path.join(dataDir, 'annotated/trip'), { recursive: true });
  for (const name of ['old.jpg', 'young.jpg']) {
    await writeFile(path.join(dataDir, 'annotated/trip', name), 'four');
  }
  await utimes(path.join(dataDir, 'annotated/trip/old.jpg'), new Date(longAgo), new Date(longAgo));
}

/** Changes every file below; byte for byte where nothing is changed. */
async function age(below: string, change: (content: string) => string): Promise<void> {
  const folder = path.join(dataDir, below);
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const paths = files?.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  for (const file of paths ?? [folder]) {
    await writeFile(file, change(await readFile(file, 'latin1')), 'latin1');
  }
}

const keys = async () => {
  const store = new ObjectStore({ folder: path.join(dataDir, 's3') });
  return (await store.listObjects({ bucket })).objects.map(({ key }) => key);
};

const prune = (...args: string[]) => runCommand('prune', ['--data-dir', dataDir, ...args]);

test('prune removes what is old, after it has said so, and the cloud goes on with the rest', async () => {
  await oldAndYoung();
  const dry = await prune('--older-than', '30d', '--dry-run');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
    ['old', 'number'],
    ['executions', '1'],
    ['working files', '2'],
    ['lines of logs', '3'],
    ['annotated copies', '1'],
    [''],
  ]);
  expect(await keys()).toHaveLength(4);

  const asked = await prune('--older-than', '30d');
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('Expected --yes') });
  const pruned = await prune('--older-than', '30d', '--yes');
  expect(pruned).toMatchObject({ code: 0, stdout: `${dry.stdout}Removed\n` });
  expect(await keys()).toEqual(['faces-thumbs/crop', `${working}young`]);
  expect(await readdir(path.join(dataDir, 'annotated/trip'))).toEqual(['young.jpg']);
  expect(await readFile(path.join(dataDir, 'logs/DetectFaces.log'), 'utf8')).toMatch(
    /^START.*\n.*\nEND.*\n$/,
  );
  expect(await readdir(path.join(dataDir, 'executions/journals'))).toEqual(['000002-young.jsonl']);

  const aws = await start();
  await run(aws, 'old');
  const list = await aws.stepFunctions.service.operations.ListExecutions!({
    stateMachineArn: localDeployment.stateMachineArn.replace('MatchFaces', 'Passes'),
  });
  expect(list).toMatchObject({ executions: [{ name: 'old' }, { name: 'young' }] });
  const refused = await prune('--older-than', '1d', '--yes');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('DataFolderInUse') });
  await aws.close();
});

test('prune makes no folder, and wants days', async () => {
  const none = path.join(dataDir, 'none');
  expect(await runCommand('prune', ['--data-dir', none, '--older-than', '1d', '--dry-run'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('does not exist'),
  });
  expect(await readdir(dataDir)).toEqual([]);
  for (const given of ['30', '0d', 'soon']) {
    expect(await prune('--older-than', given)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('30d'),
    });
  }
});

test('objects expire after the days of their rule', async () => {
  await oldAndYoung();
  const aws = await start({ expiries: [{ bucket, prefix: working, days: 18 }] });
  await vi.waitFor(async () =>
    expect(await keys()).toEqual(['faces-thumbs/crop', runFile, `${working}young`]),
  );
  await aws.close();
});
