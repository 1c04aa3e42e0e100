import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Rekognition } from '@aws-sdk/client-rekognition';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { stateMachineArn } from '../../local-aws/account.ts';
import { findAddress } from '../../local-aws/data-folder.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../local-aws/local-aws.ts';
import { fixedFaceEngine } from './rekognition/fixed-face-engine.ts';
import { distributedMap, input } from './step-functions/distributed-map.ts';
import { only } from './step-functions/machine-room.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'local-aws-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

/** As little as can be deployed. */
const nothing = {
  buckets: [],
  tables: [{ name: 'Seen', partitionKey: 'id' }],
  collections: [],
  functions: {},
  machines: [],
  engine: fixedFaceEngine([]),
};

/** One for the rest of the test. */
async function start(options: Partial<LocalAwsOptions> = {}): Promise<LocalAws> {
  const started = await startLocalAws({ dataDir, ...nothing, ...options });
  onTestFinished(() => started.close());
  return started;
}

const filesAndFolders = async () => [
  dataDir,
  ...(await readdir(dataDir, { recursive: true })).map((path) => join(dataDir, path)),
];

const clientOptions = ({ endpoint }: LocalAws) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

describe('what is handed in', () => {
  it('is there, also when it is started again on its folder', async () => {
    const deployed = { buckets: ['uploads'], collections: ['people'] };
    await (await startLocalAws({ dataDir, ...nothing, ...deployed })).close();
    const options = clientOptions(await start(deployed));
    const { Buckets } = await new S3({ ...options, forcePathStyle: true }).listBuckets({});
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['uploads']);
    const { CollectionIds } = await new Rekognition(options).listCollections({});
    expect(CollectionIds).toEqual(['people']);
    const { Table } = await new DynamoDB(options).describeTable({ TableName: 'Seen' });
    expect(Table).toMatchObject({
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TableStatus: 'ACTIVE',
    });
  });

  it('limits the calls to Rekognition when told so', async () => {
    const limited = await start({ rekognitionQuotas: { ListCollections: 0.001 } });
    const rekognition = new Rekognition(clientOptions(limited));
    await rekognition.listCollections({});
    await expect(rekognition.listCollections({})).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
  });
});

it('runs a Distributed Map over an object of its S3, with another machine for each line', async () => {
  const Child = {
    StartAt: 'Pass',
    States: { Pass: { Type: 'Pass', Parameters: { 'seen.$': '$' }, End: true } },
  };
  const machines = [
    { name: 'Seen', definition: Child },
    { name: 'Each', definition: only(distributedMap(nestedOf('Seen'))) },
  ];
  const cloud = await start({ buckets: ['photos'], machines });
  const options = clientOptions(cloud);
  const s3 = new S3({ ...options, forcePathStyle: true });
  await s3.putObject({ Bucket: 'photos', Key: 'items.jsonl', Body: '{"n":1}\n\n{"n":2}\n' });
  const sfn = new SFN(options);
  const { executionArn } = await sfn.startExecution({
    stateMachineArn: stateMachineArn('Each'),
    input: JSON.stringify(input()),
  });
  expect(await cloud.stepFunctions.waitFor(executionArn!)).toBe('SUCCEEDED');
  const { output } = await sfn.describeExecution({ executionArn });
  const { MapRunArn, ResultWriterDetails } = JSON.parse(output!);
  expect(await sfn.describeMapRun({ mapRunArn: MapRunArn })).toMatchObject({
    itemCounts: { succeeded: 2, total: 2 },
  });
  const { Body } = await s3.getObject(ResultWriterDetails);
  const { ResultFiles } = JSON.parse(await Body!.transformToString());
  const results = await s3.getObject({ Bucket: 'photos', Key: ResultFiles.SUCCEEDED[0].Key });
  expect(await results.Body!.transformToString()).toBe('{"seen":{"n":1}}\n{"seen":{"n":2}}\n');
});

const nestedOf = (machine: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Parameters: { StateMachineArn: stateMachineArn(machine), 'Input.$': '$' },
  OutputPath: '$.Output',
});

describe('a data folder', () => {
  it('is one that nobody else can read', async () => {
    const { mode } = await start().then(() => stat(dataDir));
    expect(mode & 0o777).toBe(0o700);
  });

  it('and all that is in it is of its owner alone, whatever the umask and whatever it was before', async () => {
    await (await startLocalAws({ dataDir, ...nothing, buckets: ['uploads'] })).close();
    const before = await filesAndFolders();
    for (const path of before) await chmod(path, (await stat(path)).isDirectory() ? 0o755 : 0o644);
    const umask = process.umask(0o022);
    onTestFinished(() => void process.umask(umask));

    const s3 = new S3({ ...clientOptions(await start({ buckets: ['uploads'] })), forcePathStyle: true });
    const Key = 'new.jpg';
    await s3.putObject({ Bucket: 'uploads', Key, Body: 'photo' });
    await s3.createMultipartUpload({ Bucket: 'uploads', Key });
    const after = await filesAndFolders();
    expect(after.length).toBeGreaterThan(before.length);
    for (const path of after) {
      const entry = await stat(path);
      expect([path, entry.mode & 0o777]).toEqual([path, entry.isDirectory() ? 0o700 : 0o600]);
    }
  });

  it('that others may write is refused, with the command that mends it', async () => {
    await mkdir(dataDir);
    for (const mode of [0o770, 0o707, 0o777, 0o1777]) {
      await chmod(dataDir, mode);
      await expect(start()).rejects.toMatchObject({
        name: 'DataFolderNotPrivate',
        message: expect.stringContaining(`chmod 700 '${dataDir}'`),
      });
    }
    await chmod(dataDir, 0o700);
    await expect(start()).resolves.toBeDefined();
  });

  it('that is a file is refused', async () => {
    await writeFile(dataDir, '');
    for (const path of [dataDir, join(dataDir, 'inner')]) {
      await expect(start({ dataDir: path })).rejects.toThrow(
        `Expected a folder as data folder, got ${path}: a file is on its path`,
      );
    }
  });

  it('is served by one cloud; the error says which, and how to use it', async () => {
    const { endpoint } = await start();
    await expect(start()).rejects.toMatchObject({
      name: 'DataFolderInUse',
      message: expect.stringContaining(
        `process ${process.pid} runs one: use it with AWS_ENDPOINT_URL=${endpoint}`,
      ),
    });
  });

  it('is served by one of two clouds that start at the same moment', async () => {
    const starts = await Promise.allSettled([start(), start(), start()]);
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is free again after its cloud is closed', async () => {
    await (await startLocalAws({ dataDir, ...nothing })).close();
    await expect(start()).resolves.toBeDefined();
  });

  it('is free again after a start that failed half-way', async () => {
    const { port } = new URL((await start()).endpoint);
    const other = join(dataDir, '..', 'other');
    await expect(start({ dataDir: other, port: Number(port) })).rejects.toThrow(
      `Expected to listen on port ${port} of 127.0.0.1, but another program does`,
    );
    await expect(start({ dataDir: other })).resolves.toBeDefined();
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, ofOther: false }],
    ['a process that has become another program', { pid: process.pid, ofOther: false }],
    ['a port that is now of another cloud', { pid: process.pid, ofOther: true }],
  ])('is free although its address names %s', async (_, { pid, ofOther }) => {
    const { endpoint } = ofOther
      ? await start({ dataDir: join(dataDir, '..', 'other') })
      : { endpoint: 'http://127.0.0.1:1' };
    await mkdir(dataDir, { mode: 0o700 });
    const left = {
      endpoint,
      pid,
      startedAt: '2026-01-01T00:00:00.000Z',
      startOnUpload: true,
      id: 'of the killed one',
    };
    await writeFile(join(dataDir, 'cloud.json'), JSON.stringify(left));
    expect(await findAddress(dataDir)).toBeUndefined();
    const cloud = await start();
    expect(await findAddress(dataDir)).toMatchObject({ endpoint: cloud.endpoint });
  });
});
