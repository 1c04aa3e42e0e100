import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import { localDeployment } from '../../local/deployment.ts';
import { type Deployed, deployLocally } from './deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(100) });
});
afterAll(() => deployed.close());

const throttled = {
  name: 'ProvisionedThroughputExceededException',
  message: 'Provisioned Rate exceeded.',
  status: 400,
};
const broken = { name: 'InternalServerError', message: 'Internal server error', status: 500 };
const everyFaceSearched = {
  status: 'SUCCEEDED',
  output: { faceCount: 100, unmatchedCount: 100, failedCount: 0 },
};

test('with 30 % throttles and 5 % faults, 200 faces end as they would without', async () => {
  const service = { service: 'rekognition', operation: 'SearchFacesByImage' } as const;
  const throttles = deployed.inject({ ...service, error: throttled, rate: 0.3 });
  const faults = deployed.inject({ ...service, error: broken, rate: 0.05 });
  const keys = await Promise.all(
    ['one.jpg', 'two.jpg'].map(async (name) => deployed.upload(name, await plainPhoto())),
  );
  const executions = await Promise.all(keys.map((key) => deployed.run({ key })));
  for (const execution of executions) expect(execution).toMatchObject(everyFaceSearched);
  expect(throttles.count).toBeGreaterThan(40);
  expect(faults.count).toBeGreaterThan(2);
});

test('connections that break lose no face', async () => {
  const resets = deployed.inject({ service: 'rekognition', reset: true, rate: 0.1 });
  const lostObjects = deployed.inject({ service: 's3', reset: true, rate: 0.1 });
  const key = await deployed.upload('resets.jpg', await plainPhoto());
  expect(await deployed.run({ key })).toMatchObject(everyFaceSearched);
  expect(resets.count).toBeGreaterThan(5);
  expect(lostObjects.count).toBeGreaterThan(5);
});

test('a call that hangs ends by its timeout and is made again', async () => {
  const hang = deployed.inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    hang: true,
    times: 1,
  });
  const key = await deployed.upload('hangs.jpg', await plainPhoto());
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject(everyFaceSearched);
  expect(hang.count).toBe(1);
  const retried = (await deployed.history(execution.arn)).filter(
    ({ type }) => type === 'LambdaFunctionFailed',
  );
  expect(
    retried.map(({ lambdaFunctionFailedEventDetails }) => lambdaFunctionFailedEventDetails?.error),
  ).toEqual(['TimeoutError']);
});

test('a table that refuses to be written fails the execution loudly, after retries', async () => {
  const refusals = deployed.inject({ service: 'dynamodb', operation: 'UpdateItem', error: broken });
  const key = await deployed.upload('refused.jpg', await plainPhoto());
  const execution = await deployed.run({ key });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InternalServerError' });
  expect(refusals.count).toBeGreaterThan(5);
  expect(await deployed.record(key)).toBeUndefined();
  refusals.remove();
  expect(await deployed.redrive(execution.arn)).toMatchObject(everyFaceSearched);
});

test('an event that is delivered twice at once leaves one consistent record', async () => {
  const key = await deployed.upload('twice.jpg', await plainPhoto());
  const event = { bucket: localDeployment.rawBucket, key };
  const executions = await Promise.all([deployed.run(event), deployed.run(event)]);
  for (const execution of executions) expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  const record = await deployed.record(key);
  expect(record).toMatchObject({ status: 'MATCHED', unmatchedCount: 100 });
  const written = executions.filter(({ output }) => !output!.superseded).map(({ arn }) => arn);
  expect(written).toContain(record!.executionArn);
});

test('after the process is killed, a redrive finishes only what is missing', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-killed-'));
  const script = join(import.meta.dirname, 'killable-cloud.ts');
  const cloud = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [endpoint] = (await once(createInterface(cloud.stdout), 'line')) as [string];
  const client = {
    endpoint,
    region: localDeployment.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sfn = new SFNClient(client);
  const { rawBucket: Bucket, stateMachineArn } = localDeployment;
  const key = 'photos-raw/killed.jpg';
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: await plainPhoto() }));
  const input = JSON.stringify({ key });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  const acknowledged = async () => {
    const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn });
    return (await Array.fromAsync(pages)).flatMap(({ events }) => events ?? []);
  };
  await expect.poll(async () => succeeded(await acknowledged()), { timeout: 60_000 }).toBeGreaterThan(5);
  const before = await acknowledged();
  cloud.kill('SIGKILL');
  await once(cloud, 'close');

  const again = await deployLocally({ dataDir, engine: fixedFaces(20) });
  try {
    const interrupted = await again.sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(interrupted).toMatchObject({ status: 'FAILED', error: 'Interrupted' });
    expect((await again.history(executionArn!)).slice(0, before.length)).toEqual(before);
    expect(await again.redrive(executionArn!)).toMatchObject({
      status: 'SUCCEEDED',
      output: { faceCount: 20, unmatchedCount: 20 },
    });
    // DetectFaces, 20 faces and RecordMatches: each once.
    expect(succeeded(await again.history(executionArn!))).toBe(22);
  } finally {
    await again.close();
  }
});

const succeeded = (events: readonly HistoryEvent[]) =>
  events.filter(({ type }) => type === 'LambdaFunctionSucceeded').length;
