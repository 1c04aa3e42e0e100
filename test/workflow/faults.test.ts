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
import { facesPerPhoto, runWithFaults } from './run-with-faults.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(facesPerPhoto) });
});
afterAll(() => deployed.close());

const everyFaceSearched = {
  status: 'SUCCEEDED',
  output: { faceCount: 100, unmatchedCount: 100, failedCount: 0 },
};

const search = { service: 'rekognition', operation: 'SearchFacesByImage' } as const;
const throttled = {
  name: 'ProvisionedThroughputExceededException',
  message: 'Provisioned Rate exceeded.',
  status: 400,
};
const broken = { name: 'InternalServerError', message: 'Internal server error', status: 500 };

test('with 30 % throttles and 5 % faults, 200 faces end as they would without', async () => {
  const outcome = await runWithFaults(deployed, {
    photos: 2,
    faults: [
      { ...search, error: throttled, rate: 0.3 },
      { ...search, error: broken, rate: 0.05 },
    ],
  });
  for (const execution of outcome.executions) expect(execution).toMatchObject(everyFaceSearched);
  expect(outcome).toMatchObject({ searched: 200, lost: 0 });
  const [throttles, faults] = outcome.struck;
  expect(throttles).toBeGreaterThan(40);
  expect(faults).toBeGreaterThan(2);
  expect(outcome.retried).toBe(throttles! + faults!);
});

test('connections that break lose no face', async () => {
  const { executions, struck, lost } = await runWithFaults(deployed, {
    photos: 1,
    faults: [
      { service: 'rekognition', reset: true, rate: 0.1 },
      { service: 's3', reset: true, rate: 0.1 },
    ],
  });
  expect(executions).toMatchObject([everyFaceSearched]);
  expect(Math.min(...struck)).toBeGreaterThan(5);
  expect(lost).toBe(0);
});

test('a call that hangs ends by its timeout and is made again', async () => {
  const { executions, struck } = await runWithFaults(deployed, {
    photos: 1,
    faults: [{ ...search, hang: true, times: 1 }],
  });
  expect(executions).toMatchObject([everyFaceSearched]);
  expect(struck).toEqual([1]);
  const retried = (await deployed.history(executions[0]!.arn)).filter(
    ({ type }) => type === 'LambdaFunctionFailed',
  );
  expect(
    retried.map(({ lambdaFunctionFailedEventDetails }) => lambdaFunctionFailedEventDetails?.error),
  ).toEqual(['ServiceFault']);
});

test('a table that refuses to be written fails the execution loudly, after retries, and a redrive mends it', async () => {
  const { executions, struck, lost } = await runWithFaults(deployed, {
    photos: 1,
    faults: [{ service: 'dynamodb', operation: 'UpdateItem', error: broken }],
    redriven: true,
  });
  expect(executions).toMatchObject([{ status: 'FAILED', error: 'ServiceFault' }]);
  expect(executions[0]!.cause).toContain('InternalServerError of DynamoDB UpdateItem: Internal server error');
  expect(struck[0]).toBeGreaterThan(5);
  expect(lost).toBe(0);
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
