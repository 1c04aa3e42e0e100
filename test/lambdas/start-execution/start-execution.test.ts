import { DescribeExecutionCommand, ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { fixedFaces, plainPhoto } from '../../../bench/fixed-faces.ts';
import type { QueuedUpload } from '../../../lambdas/start-execution/queued-upload.ts';
import { startExecution } from '../../../lambdas/start-execution/start-execution.ts';
import { localDeployment } from '../../../local/deployment.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import { type Deployed, deployLocally } from '../../workflow/deployed.ts';

const { rawBucket, stateMachineArn } = localDeployment;

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(2) });
});
afterAll(() => deployed.close());

const uploaded = (key: string, sequencer = '0062E99A88DC407460'): QueuedUpload => ({
  Records: [{ body: { detail: { bucket: { name: rawBucket }, object: { key, sequencer } } } }],
});

/** Returns when the starter does; `pause` stands for its waiting, and lets the execution end by default. */
function start(upload: QueuedUpload, pause = () => awaitEnd(upload)): Promise<void> {
  return startExecution(upload, { stateMachineArn }, { sfn: deployed.sfn, pause });
}

async function awaitEnd({ Records: [{ body }] }: QueuedUpload): Promise<void> {
  const { key, sequencer } = body.detail.object;
  const machine = stateMachineArn.replace(':stateMachine:', ':execution:');
  await deployed.cloud.stepFunctions.waitFor(`${machine}:${photoId(rawBucket, key)}-${sequencer}`);
}

async function executionsOf(key: string) {
  const { executions = [] } = await deployed.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  const described = await Promise.all(
    executions.map(({ executionArn }) => deployed.sfn.send(new DescribeExecutionCommand({ executionArn }))),
  );
  return described.filter(({ input }) => JSON.parse(input!).key === key);
}

test('an upload is over for its starter when its execution is', async () => {
  const key = await deployed.upload('one.jpg', await plainPhoto());
  await start(uploaded(key));
  const executions = await executionsOf(key);
  expect(executions).toMatchObject([
    { status: 'SUCCEEDED', name: expect.stringMatching(/^[0-9a-f]{20}-0062E99A88DC407460$/) },
  ]);
  expect(JSON.parse(executions[0]!.input!)).toEqual({ bucket: rawBucket, key });
  expect(await deployed.record(key)).toMatchObject({ status: 'MATCHED', faceCount: 2 });
});

test('an upload that is delivered again, at once or later, runs once', async () => {
  const key = await deployed.upload('twice.jpg', await plainPhoto());
  await Promise.all([start(uploaded(key)), start(uploaded(key))]);
  await start(uploaded(key));
  expect(await executionsOf(key)).toHaveLength(1);
});

test('a photo that is uploaded again runs again', async () => {
  const key = await deployed.upload('again.jpg', await plainPhoto());
  await start(uploaded(key, '0062E99A88DC407461'));
  await start(uploaded(key, '0062E99A88DC407462'));
  expect(await executionsOf(key)).toHaveLength(2);
});

test('an execution that takes very long leaves its place to others', async () => {
  const hang = deployed.inject({ service: 'rekognition', operation: 'DetectFaces', hang: true });
  const key = await deployed.upload('slow.jpg', await plainPhoto());
  await start(uploaded(key), async () => {});
  const [execution] = await executionsOf(key);
  expect(execution).toMatchObject({ status: 'RUNNING' });
  hang.remove();
  await deployed.sfn.send(new StopExecutionCommand({ executionArn: execution!.executionArn }));
});

test('an upload that Step Functions refuses comes back', async () => {
  const error = { name: 'AccessDeniedException', message: 'not allowed', status: 400 };
  deployed.inject({ service: 'states', operation: 'StartExecution', error });
  await expect(start(uploaded('photos-raw/refused.jpg'))).rejects.toThrow('not allowed');
});

test('the handler takes a message of the queue, and refuses another by naming its field', async () => {
  vi.stubEnv('STATE_MACHINE_ARN', stateMachineArn);
  vi.stubEnv('AWS_ENDPOINT_URL', deployed.cloud.endpoint);
  vi.stubEnv('AWS_REGION', localDeployment.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { handler } = await import('../../../lambdas/start-execution/handler.ts');
  const invoke = (...bodies: string[]) =>
    handler({ Records: bodies.map((body) => ({ messageId: 'm', body })) } as never, {} as never);
  const key = await deployed.upload('handled.jpg', await plainPhoto());
  const { body } = uploaded(key).Records[0];
  await invoke(JSON.stringify({ version: '0', source: 'aws.s3', ...body }));
  expect(await executionsOf(key)).toMatchObject([{ status: 'SUCCEEDED' }]);
  await expect(invoke('{')).rejects.toThrow(/^Records\.0\.body: Expected JSON/);
  await expect(invoke('{"detail": {"bucket": {}}}')).rejects.toThrow('Records.0.body.detail.bucket.name');
  await expect(invoke()).rejects.toThrow('Records');
});
