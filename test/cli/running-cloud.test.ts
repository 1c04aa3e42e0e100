import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { createClients } from '../../operations/connect/clients.ts';
import type { ListedExecution } from '../../operations/executions/list-executions.ts';
import { OpenExecutions } from '../../operations/executions/open-executions.ts';
import type { ExecutionDetail } from '../../operations/executions/read-execution.ts';
import { accountOf } from '../../statemachine/deployment.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { cutOut, emptyPhoto, writeFiles } from './photos.ts';
import { linesOfJson, runCommand, startCommand } from './run-command.ts';

/** Commands against a cloud of another process, where uploads start the executions. */

let home: string;
let cloud: Cloud;
let clients: ReturnType<typeof createClients>;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'running-cloud-'));
  await writeFiles(home, {
    'her.jpg': await cutOut('sample1.jpg'),
    'empty.png': await emptyPhoto(),
    'letter.jpg': 'Dear friend',
  });
  cloud = await startCloud({ dataDir: path.join(home, 'state'), startOnUpload: true, workers: 1 });
  clients = createClients({
    endpoint: cloud.endpoint,
    region: cloud.deployment.region,
    bucketOwner: accountOf(cloud.deployment),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  clients.close();
  await cloud.close();
  await rm(home, { recursive: true });
});

const patience = { timeout: 300_000 };
const inHome = ['--data-dir', 'state'];

test('match follows the executions that its uploads start', patience, async () => {
  const args = ['--json', 'her.jpg', 'empty.png', 'letter.jpg', ...inHome];
  const executionArns = new Set<string>();
  for (const _ of ['once', 'again, with the executions of before in the list']) {
    const ended = await runCommand('match', args, { from: home });
    const records = linesOfJson<PhotoRecord>(ended);
    expect(records.map(({ s3Key, status }) => [s3Key, status]).sort()).toEqual([
      ['photos-raw/empty.png', 'NO_FACES'],
      ['photos-raw/her.jpg', 'MATCHED'],
      ['photos-raw/letter.jpg', 'FAILED'],
    ]);
    for (const { executionArn } of records) executionArns.add(executionArn);
    expect(ended.code).toBe(1);
  }
  expect(executionArns).toHaveProperty('size', 6);
});

test('an execution of before an upload is not taken for its own', async () => {
  const { deployment, dataDir } = cloud;
  const options = { dataDir, aws: false };
  const target = { sfn: clients.sfn, deployment, kind: 'server', options } as const;
  const open = new OpenExecutions(target, { patience: 100 });
  await open.watchUploads();
  for (const key of ['photos-raw/her.jpg', 'photos-raw/empty.png', 'photos-raw/letter.jpg']) {
    await expect(open.startedBy(key)).rejects.toMatchObject({
      name: 'ExecutionNotStarted',
      message: expect.stringContaining(key),
    });
  }
});

test('executions are listed newest first, as many as are asked for', async () => {
  const all = linesOfJson<ListedExecution>(
    await runCommand('executions', ['--json', ...inHome], { from: home }),
  );
  expect(all).toHaveLength(6);
  const starts = all.map(({ startedAt }) => String(startedAt));
  expect(starts).toEqual(starts.toSorted().reverse());

  const args = ['--status', 'FAILED', '--limit', '1', ...inHome];
  const { stdout } = await runCommand('executions', args, { from: home });
  expect(stdout).toMatch(/^status +started .*\nFAILED .* photos-raw\/letter\.jpg +[\w-]+\n$/);
});

test('an execution is told state by state, with what its calls met', async () => {
  const [letter] = await executionsOf('photos-raw/letter.jpg');
  const [detail] = linesOfJson<ExecutionDetail>(
    await runCommand('executions', [letter!.name, '--json', ...inHome], { from: home }),
  );
  expect(JSON.parse(detail!.input)).toMatchObject({ key: 'photos-raw/letter.jpg' });
  expect(detail!.error).toMatchObject({ error: 'PhotoFailed' });
  expect(detail!.states).toMatchObject([
    { state: 'DetectFaces', status: 'caught', attempts: 1, errors: [{ error: 'PhotoUnreadable' }] },
    { state: 'RecordFailedPhoto', status: 'succeeded', attempts: 1 },
    { state: 'PhotoFailed', status: 'failed' },
  ]);

  const [her] = await executionsOf('photos-raw/her.jpg');
  const { stdout } = await runCommand('executions', [her!.name, ...inHome], { from: home });
  expect(stdout).toMatch(/^SearchEachFace +succeeded/m);
  expect(stdout).toMatch(/^ {2}face 1\n {4}CropAndSearch +succeeded +1 .*outcome: "NoMatch"/m);
  expect(stdout).toMatch(/^RecordMatches +succeeded +1 /m);
});

test('an execution that does not exist is bad usage', async () => {
  const { code, stderr } = await runCommand('executions', ['nobody', ...inHome], { from: home });
  expect(stderr).toBe(
    'error: Expected the name of an execution, got "nobody", which does not exist: see npm run executions -- --data-dir state\n',
  );
  expect(code).toBe(2);
});

test('a threshold is refused with a hint at reprocess', async () => {
  const { code, stderr } = await runCommand('match', ['--threshold', '90', 'her.jpg', ...inHome], {
    from: home,
  });
  expect(stderr).toContain("npm run reprocess -- '<key>' --threshold 90 --data-dir state");
  expect(code).toBe(2);
});

test('a face that fails makes the photo PARTIAL and the exit code 1', patience, async () => {
  const fault = cloud.faults.add({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
  });
  const { code, stdout } = await runCommand('match', ['her.jpg', ...inHome], { from: home });
  fault.remove();
  expect(stdout).toContain('photos-raw/her.jpg  PARTIAL  1 face: 1 failed');
  expect(stdout).toContain(
    'Failed: ImageTooLargeException: Rekognition SearchFacesByImage: Image size is too large.',
  );
  expect(stdout).toMatch(/^npm run executions -- [\w-]+ --data-dir state$/m);
  expect(stdout).toContain('1 photo (1 not processed), 1 face: 1 failed');
  expect(code).toBe(1);
});

test('Ctrl-C ends match and says which executions go on', patience, async () => {
  const fault = cloud.faults.add({ service: 'rekognition', operation: 'DetectFaces', latencyMs: 60_000 });
  const { child, ended } = startCommand('match', ['--json', 'her.jpg', ...inHome], { from: home });
  await vi.waitUntil(() => fault.count > 0, { timeout: 60_000 });
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  fault.remove();
  // Lines of progress come before it if the machine was slow.
  expect(stderr.replaceAll(/^\d+ of 1 photo.*\n/gm, '')).toBe(
    'Interrupted; the executions of these go on, see npm run executions -- --data-dir state: photos-raw/her.jpg\n',
  );
  expect(stdout).toBe('');
  expect(code).toBe(130);
});

test('with --aws a command finds everything by the outputs of the stack', patience, async () => {
  const aws = await cloudFormation(outputs(cloud));
  const listed = await runCommand('executions', ['--json', '--limit', '1', '--aws'], {
    from: home,
    env: { ...asAws, AWS_ENDPOINT_URL: cloud.endpoint, AWS_ENDPOINT_URL_CLOUDFORMATION: aws.endpoint },
  });
  expect(listed.stderr).toBe('');
  expect(linesOfJson<ListedExecution>(listed)).toMatchObject([{ key: 'photos-raw/her.jpg' }]);
  await aws.close();
});

test('with --aws a stack that is not deployed is told in one line', patience, async () => {
  const aws = await cloudFormation();
  const { code, stderr } = await runCommand('executions', ['--aws', '--region', 'eu-west-1'], {
    from: home,
    env: { ...asAws, AWS_ENDPOINT_URL_CLOUDFORMATION: aws.endpoint },
  });
  expect(stderr).toBe(
    'error: StackNotFound: Expected a stack MatchFaces in eu-west-1, found none: deploy it, or name its --region, --profile and --stack\n',
  );
  expect(code).toBe(1);
  await aws.close();
});

test(
  'an execution that fails uncaught is told by its error, not by the record of before',
  patience,
  async () => {
    await clients.rekognition.send(
      new DeleteCollectionCommand({ CollectionId: cloud.deployment.collectionId }),
    );
    const ended = await runCommand('match', ['--json', 'her.jpg', ...inHome], { from: home });
    const [result] = linesOfJson(ended);
    expect(result).toEqual({
      photoId: expect.stringMatching(/^[0-9a-f]{20}$/),
      s3Key: 'photos-raw/her.jpg',
      status: 'FAILED',
      faces: [],
      error: { error: 'CollectionMissing', cause: expect.stringContaining('"match-faces"') },
      executionArn: expect.stringContaining(':execution:MatchFaces:'),
    });
    expect(ended.code).toBe(1);
  },
);

async function executionsOf(key: string): Promise<ListedExecution[]> {
  const ended = await runCommand('executions', ['--json', ...inHome], { from: home });
  return linesOfJson<ListedExecution>(ended).filter((execution) => execution.key === key);
}

const asAws = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

const outputs = ({ deployment }: Cloud) => ({
  RawBucket: deployment.rawBucket,
  RawPrefix: deployment.rawPrefix,
  ThumbsBucket: deployment.thumbsBucket,
  ThumbsPrefix: deployment.thumbsPrefix,
  PhotosTable: deployment.photosTable,
  CollectionId: deployment.collectionId,
  StateMachineArn: deployment.stateMachineArn,
});

/** Answers DescribeStacks as CloudFormation does: with these outputs, or that there is no such stack. */
async function cloudFormation(stackOutputs?: Record<string, string>) {
  const members = Object.entries(stackOutputs ?? {}).map(
    ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const found = `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>MatchFaces</StackName><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  const missing =
    '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id MatchFaces does not exist</Message></Error></ErrorResponse>';
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(stackOutputs ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(stackOutputs ? found : missing);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
