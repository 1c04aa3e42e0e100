import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Rekognition } from '@aws-sdk/client-rekognition';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Cloud, type CloudOptions, findRunningCloud, startCloud } from '../../local/cloud.ts';
import { localDeployment } from '../../local/deployment.ts';
import { fixedFace, fixedFaceEngine } from '../local-aws/rekognition/fixed-face-engine.ts';

const { rawBucket, thumbsBucket, photosTable, collectionId, stateMachineArn } = localDeployment;

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'cloud-')), 'data');
});
afterEach(() => rm(join(dataDir, '..'), { recursive: true }));

/** A cloud for the rest of the test, which sees one face in every photo. */
async function start(options: Partial<CloudOptions> = {}): Promise<Cloud> {
  const cloud = await startCloud({ dataDir, engine: fixedFaceEngine([fixedFace(1)]), ...options });
  onTestFinished(() => cloud.close());
  return cloud;
}

/** The four services, as anybody's SDK would reach them. */
function clients({ endpoint }: { endpoint: string }) {
  const config = {
    endpoint,
    region: localDeployment.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    s3: new S3({ ...config, forcePathStyle: true }),
    dynamodb: new DynamoDB(config),
    rekognition: new Rekognition(config),
    sfn: new SFN(config),
  };
}

const photo = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();

/** For the function that starts executions to be built and begun, on a busy machine. */
const patience = { timeout: 20_000 };

/** The inputs of all executions, whatever became of them. */
async function startedWith({ sfn }: ReturnType<typeof clients>): Promise<unknown[]> {
  const { executions = [] } = await sfn.listExecutions({ stateMachineArn });
  return Promise.all(
    executions.map(async ({ executionArn }) =>
      JSON.parse((await sfn.describeExecution({ executionArn })).input!),
    ),
  );
}

describe('a new cloud', () => {
  it('has everything that the stack would deploy', async () => {
    const { s3, dynamodb, rekognition, sfn } = clients(await start());
    const { Buckets } = await s3.listBuckets({});
    expect(Buckets?.map(({ Name }) => Name)).toEqual([rawBucket, thumbsBucket]);
    await expect(dynamodb.describeTable({ TableName: photosTable })).resolves.toBeDefined();
    await expect(rekognition.describeCollection({ CollectionId: collectionId })).resolves.toBeDefined();
    const { definition } = await sfn.describeStateMachine({ stateMachineArn });
    expect(JSON.parse(definition!).StartAt).toBe('DetectFaces');
  });

  it('has a stage in the hook when one is given', async () => {
    const handlerFile = fileURLToPath(new URL('../local-aws/lambda/handlers/echo.ts', import.meta.url));
    const indexFacesFunction = { handlerFile, timeoutSeconds: 10, memoryMB: 128, environment: {} };
    const { sfn } = clients(await start({ indexFacesFunction }));
    const { definition } = await sfn.describeStateMachine({ stateMachineArn });
    const { States } = JSON.parse(definition!).States.SearchEachFace.ItemProcessor;
    expect(States.IndexFacesHook).toMatchObject({
      Type: 'Task',
      Resource: expect.stringMatching(/function:IndexFaces$/),
    });
  });
});

describe('an execution', () => {
  it('runs the functions, each with its own permissions on record', async () => {
    const cloud = await start();
    const { s3, sfn, dynamodb } = clients(cloud);
    await s3.putObject({ Bucket: rawBucket, Key: 'photos-raw/one.jpg', Body: await photo() });
    const input = JSON.stringify({ key: 'photos-raw/one.jpg' });
    const { executionArn } = await sfn.startExecution({ stateMachineArn, input });
    expect(await cloud.stepFunctions.waitFor(executionArn!)).toBe('SUCCEEDED');

    const { Count } = await dynamodb.scan({ TableName: photosTable });
    expect(Count).toBe(1);
    const by = (function_: string) =>
      new Set(
        cloud.recorded.entries.filter(({ caller }) => caller === function_).map(({ action }) => action),
      );
    expect(by('DetectFaces')).toContain('rekognition:DetectFaces');
    expect(by('CropAndSearch')).toContain('rekognition:SearchFacesByImage');
    expect(by('RecordMatches')).toContain('dynamodb:UpdateItem');
    expect(by('DetectFaces')).not.toContain('dynamodb:UpdateItem');
    expect(by('operator')).toContain('states:StartExecution');
    expect(cloud.statistics.CropAndSearch?.invocations).toBe(1);
    expect(await readdir(join(dataDir, 'logs'))).toEqual(
      expect.arrayContaining(['CropAndSearch.log', 'DetectFaces.log', 'RecordMatches.log']),
    );
  });
});

describe('a photo put under the raw prefix', () => {
  it('starts an execution; a folder, another prefix and another bucket do not', async () => {
    const cloud = clients(await start({ startOnUpload: true }));
    const put = (Bucket: string, Key: string, Body: Buffer) => cloud.s3.putObject({ Bucket, Key, Body });
    await put(rawBucket, 'photos-raw/folder/', Buffer.alloc(0));
    await put(rawBucket, 'elsewhere/a.jpg', await photo());
    await put(thumbsBucket, 'photos-raw/a.jpg', await photo());
    await put(rawBucket, 'photos-raw/a b+ü.jpg', await photo());
    await vi.waitFor(async () => expect(await startedWith(cloud)).toHaveLength(1), patience);
    expect(await startedWith(cloud)).toEqual([{ bucket: rawBucket, key: 'photos-raw/a b+ü.jpg' }]);
  });

  it('starts none where uploads are not to', async () => {
    const cloud = clients(await start());
    await cloud.s3.putObject({ Bucket: rawBucket, Key: 'photos-raw/a.jpg', Body: await photo() });
    expect(await startedWith(cloud)).toEqual([]);
  });
});

describe('a data folder', () => {
  it('tells commands where its cloud is, for as long as it runs', async () => {
    expect(await findRunningCloud(dataDir)).toBeUndefined();
    const cloud = await startCloud({ dataDir, engine: fixedFaceEngine([]), startOnUpload: true });
    expect(await findRunningCloud(dataDir)).toMatchObject({
      endpoint: cloud.endpoint,
      pid: process.pid,
      startOnUpload: true,
      deployment: localDeployment,
    });
    await cloud.close();
    expect(await findRunningCloud(dataDir)).toBeUndefined();
    expect(await readdir(dataDir)).not.toContain('cloud.json');
  });
});

describe('npm start', () => {
  const script = fileURLToPath(new URL('../../cli/start.ts', import.meta.url));
  const run = (...options: string[]) => {
    const process_ = spawn(process.execPath, [script, '--data-dir', dataDir, ...options]);
    onTestFinished(() => void process_.kill('SIGKILL'));
    return process_;
  };

  const output = async ({ stdout, stderr }: ChildProcess) => {
    const [out, error] = await Promise.all(
      [stdout!, stderr!].map(async (stream) => (await Array.fromAsync(stream)).join('')),
    );
    return { out, error };
  };

  /** Waits for the line that says how to reach it. */
  async function endpointOf(server: ChildProcess): Promise<string> {
    for await (const line of createInterface(server.stdout!)) {
      const endpoint = /export AWS_ENDPOINT_URL=(\S+)/.exec(line)?.[1];
      if (endpoint) return endpoint;
    }
    throw new Error(`Expected npm start to print its endpoint, got ${(await output(server)).error}`);
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, and ends cleanly', async (signal) => {
    const server = run('--port', '0');
    const endpoint = await endpointOf(server);
    await expect(clients({ endpoint }).s3.listBuckets({})).resolves.toBeDefined();
    server.kill(signal);
    expect(await once(server, 'exit')).toEqual([0, null]);
    expect(await findRunningCloud(dataDir)).toBeUndefined();
  });

  it.each([['--port', 'http'], ['--port', '65536'], ['--data-dir='], ['--prot', '1'], ['extra']])(
    'called wrongly (%s %s) ends with 2 and says what was expected',
    async (...options) => {
      const server = run(...options.filter(Boolean));
      const [{ error }, [status]] = await Promise.all([output(server), once(server, 'exit')]);
      expect(status).toBe(2);
      expect(error).toMatch(/error: /);
    },
  );

  it('serves a folder from one of three processes that start at the same moment', async () => {
    const servers = [1, 2, 3].map(() => run('--port', '0'));
    const serving = await Promise.allSettled(servers.map(endpointOf));
    expect(serving.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('on a folder that is served already says so and ends with 1', async () => {
    await start();
    const server = run('--port', '0');
    const [{ error }, [status]] = await Promise.all([output(server), once(server, 'exit')]);
    expect(status).toBe(1);
    expect(error).toContain(`process ${process.pid} runs one`);
  });

  it('killed at any moment has lost no upload that it acknowledged, and no execution of one', async () => {
    const server = run('--port', '0');
    const { s3 } = clients({ endpoint: await endpointOf(server) });
    const body = await photo();
    const acknowledged: string[] = [];
    const killed = once(server, 'exit');
    const uploads = Array.from({ length: 4 }, async (_, lane) => {
      for (let number = 0; ; number += 1) {
        const Key = `photos-raw/${lane}-${number}.jpg`;
        await s3.putObject({ Bucket: rawBucket, Key, Body: body });
        acknowledged.push(Key);
        if (acknowledged.length === 20) server.kill('SIGKILL');
      }
    });
    await Promise.allSettled(uploads);
    await killed;

    const cloud = clients(await start({ startOnUpload: true }));
    for (const Key of acknowledged) {
      const { Body } = await cloud.s3.getObject({ Bucket: rawBucket, Key });
      expect(body.equals(await Body!.transformToByteArray())).toBe(true);
    }
    await vi.waitFor(async () => {
      const started = new Set((await startedWith(cloud)).map((input) => (input as { key: string }).key));
      for (const key of acknowledged) expect(started).toContain(key);
    }, patience);
    // What was delivered before the kill and again after it has one name.
    const keys = (await startedWith(cloud)).map((input) => (input as { key: string }).key);
    expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
  });
});
