import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ask, RequestFailed } from '../../console/api/client.ts';
import { startCommand } from '../cli/run-command.ts';
import { type Answer, ApiError, startFakeAws } from '../operations/doctor/fake-aws.ts';
import { healthyStack, outputs, stateMachine } from '../operations/doctor/healthy-stack.ts';

/** The console over a deployed stack: what it asks AWS, and what it tells the browser. */

const executionArn = (index: number) =>
  `${outputs.StateMachineArn.replace(':stateMachine:', ':execution:')}:run-${index}`;
const started = Date.UTC(2026, 10, 23) / 1000;

const recorded = {
  photoId: '9535d6c386edd2894c9f',
  key: 'photos-raw/party.jpg',
  status: 'MATCHED',
  faceCount: 3,
  matchedCount: 1,
  unmatchedCount: 2,
  indexedCount: 0,
  unsearchableCount: 0,
  failedCount: 0,
  superseded: false,
};

const thirtyExecutions = {
  executions: Array.from({ length: 30 }, (_, index) => ({
    executionArn: executionArn(index),
    stateMachineArn: outputs.StateMachineArn,
    name: `run-${index}`,
    status: 'SUCCEEDED',
    startDate: started - index,
    stopDate: started - index + 2,
  })),
};

const anExecution = {
  executionArn: executionArn(0),
  stateMachineArn: outputs.StateMachineArn,
  name: 'run-0',
  status: 'SUCCEEDED',
  startDate: started,
  stopDate: started + 2,
  input: '{"key":"photos-raw/party.jpg"}',
  output: JSON.stringify(recorded),
};

const answers = {
  ...healthyStack,
  ListExecutions: thirtyExecutions,
  DescribeExecution: anExecution,
  GetExecutionHistory: { events: [] },
};

const secret = 'wJalrXUtnFEMI';
const asAws = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** `npm run console -- --aws` in a process of its own, against an AWS that answers this. */
async function openOnAws(changes: Readonly<Record<string, Answer>> = {}) {
  const aws = await startFakeAws({ ...answers, ...changes });
  const env = { ...asAws, AWS_ENDPOINT_URL: aws.endpoint };
  const { child, ended } = startCommand('console', ['--aws', '--port', '0'], { env });
  onTestFinished(async () => {
    child.kill('SIGINT');
    await ended;
    await aws.close();
  });
  let told = '';
  child.stdout!.on('data', (text) => {
    told += text;
  });
  const [base] = await vi.waitUntil(() => /http:\S+/.exec(told), { timeout: 120_000 });
  return { aws, base, told };
}

test('everything is found by the outputs of the stack, and the browser sees no credentials', async () => {
  const { aws, base, told } = await openOnAws();
  expect(told).toContain('The console of the stack on AWS in eu-west-1 is at');
  expect(await ask('system', {}, { base })).toMatchObject({
    cloud: 'aws',
    region: 'eu-west-1',
    account: '123456789012',
    rawBucket: 'raw',
    collection: { id: 'family', faceCount: 120, faceModelVersion: '7.0' },
    threshold: 95,
    startsOnUpload: true,
    consoleUrl: `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/statemachines/view/${outputs.StateMachineArn}`,
  });
  expect(aws.asked).toContain('DescribeStacks');

  const detail = await ask('execution', { params: { name: 'run-0' } }, { base });
  expect(detail.consoleUrl).toBe(
    `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${executionArn(0)}`,
  );
  for (const path of ['/', '/api/system', '/api/executions', '/api/executions/run-0']) {
    const answer = await fetch(base + path);
    expect(answer.status).toBe(200);
    const text = JSON.stringify([...answer.headers]) + (await answer.text());
    expect(text).not.toContain(secret);
    expect(text).not.toContain(asAws.AWS_ACCESS_KEY_ID);
  }
});

test('only the executions of the page are described, and those that ended once', async () => {
  const { aws, base } = await openOnAws();
  const asked = (operation: string) => aws.asked.filter((name) => name === operation).length;
  const first = await ask('listExecutions', { query: { limit: 25 } }, { base });
  expect(first.executions).toHaveLength(25);
  expect(first.executions[0]).toMatchObject({
    counts: { faceCount: 3, matchedCount: 1 },
    photoStatus: 'MATCHED',
  });
  expect(asked('DescribeExecution')).toBe(25);

  await ask('listExecutions', { query: { limit: 25 } }, { base });
  expect([asked('ListExecutions'), asked('DescribeExecution')]).toEqual([2, 25]);

  const rest = await ask('listExecutions', { query: { limit: 25, cursor: first.cursor } }, { base });
  expect(rest.executions.map(({ name }) => name)).toEqual(['run-25', 'run-26', 'run-27', 'run-28', 'run-29']);
  expect(asked('DescribeExecution')).toBe(30);
  // The counts came with the outputs.
  expect(asked('BatchGetItem') + asked('Scan')).toBe(0);
});

test('the table is read once for all who ask within a minute', async () => {
  const { aws, base } = await openOnAws({ Scan: { Items: [], Count: 0, ScannedCount: 0 } });
  await Promise.all([1, 2, 3].map(() => ask('counts', {}, { base })));
  await ask('unknownFaces', {}, { base });
  expect(aws.asked.filter((name) => name === 'Scan')).toHaveLength(1);
});

test('a permission that is missing is named, with what to do, and hides nothing else', async () => {
  const denied = (action: string) =>
    new ApiError('AccessDeniedException', `User ann is not authorized to perform: ${action}`);
  const { base } = await openOnAws({
    ListExecutions: denied('states:ListExecutions'),
    GetFunctionConfiguration: denied('lambda:GetFunctionConfiguration'),
    DescribeCollection: denied('rekognition:DescribeCollection'),
  });
  const error = await ask('listExecutions', { query: {} }, { base }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RequestFailed);
  expect((error as RequestFailed).status).toBe(403);
  expect((error as RequestFailed).failure).toMatchObject({
    message: expect.stringContaining('states:ListExecutions'),
    whatToDo: expect.stringContaining('permission'),
  });
  const system = await ask('system', {}, { base });
  expect(system.threshold).toBeUndefined();
  expect(system.collection).toMatchObject({
    id: 'family',
    error: expect.stringContaining('rekognition:DescribeCollection'),
  });
});

test('what needs a look is gathered once for all who ask, and what may not be read hides nothing else', async () => {
  const failed = {
    ...{ photoId: '9535d6c386edd2894c9f', s3Key: 'photos-raw/letter.jpg', status: 'FAILED', faces: [] },
    ...{ executionArn: executionArn(1), matchedAt: '2026-11-23T10:00:00.000Z' },
  };
  const Items = [
    Object.fromEntries(
      Object.entries(failed).map(([name, value]) => [
        name,
        Array.isArray(value) ? { L: value } : { S: value },
      ]),
    ),
  ];
  // The bucket is not answered.
  const { aws, base } = await openOnAws({
    Scan: { Items, Count: 1, ScannedCount: 1 },
    ListExecutions: { executions: [] },
  });
  const [first, second] = await Promise.all([1, 2].map(() => ask('needsLook', {}, { base })));
  expect(first).toEqual(second);
  expect(first!.looks).toMatchObject([{ reason: 'failed', photo: { key: 'photos-raw/letter.jpg' } }]);
  expect(first!.unseen).toEqual([
    expect.stringMatching(/^Uploads that nothing has run could not be looked for: /),
  ]);
  // One for each status that a redrive can change.
  expect(aws.asked.filter((name) => name === 'ListExecutions')).toHaveLength(3);
  expect(aws.asked.filter((name) => name === 'Scan')).toHaveLength(1);
});

test('what an action costs is told in dollars', async () => {
  const { base } = await openOnAws();
  const asPage: typeof fetch = (url, init = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, origin: base } });
  const estimate = await ask(
    'estimate',
    { body: { action: 'upload', photos: 1000 } },
    { base, fetch: asPage },
  );
  expect(estimate).toMatchObject({ free: false, detectFacesCalls: 1000, searchCalls: 4000 });
  expect(estimate.summary).toMatch(
    /^1000 photos, 4000 faces \(assumed\): 5000 calls of Rekognition, about \$5\.\d{3}$/,
  );
});

test('a stage in the hook is told, so that nobody wonders who enrolls', async () => {
  const { base } = await openOnAws({
    DescribeStateMachine: stateMachine({}, { withStage: true }),
  });
  expect(await ask('system', {}, { base })).toMatchObject({ indexesFaces: true });
});

test('Ctrl-C stops it', async () => {
  const aws = await startFakeAws(answers);
  onTestFinished(() => aws.close());
  const env = { ...asAws, AWS_ENDPOINT_URL: aws.endpoint };
  const { child, ended } = startCommand('console', ['--aws', '--port', '0'], { env });
  await once(child.stdout!, 'data');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/Stopping\n$/) });
});
