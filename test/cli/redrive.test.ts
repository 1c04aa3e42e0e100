import { CreateCollectionCommand, DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { DescribeExecutionCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';

/** Executions that ended in every way, one test after the other. */

const patience = { timeout: 120_000 };

let cloud: StubCloud;
beforeAll(async () => {
  cloud = await startStubCloud({
    'missed.jpg': await photoWith(2),
    'stopped.jpg': await photoWith(1),
    'partial.jpg': await photoWith(2),
    'repaired.jpg': await photoWith(1),
    'a letter.jpg': 'Dear friend',
  });
});
afterAll(() => cloud.close());

const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:MatchFaces:${name}`;

/** Starts an execution for the photo of the same name. */
async function start(name: string, photo = `${name}.jpg`): Promise<string> {
  const { stateMachineArn } = cloud.cloud.deployment;
  const input = JSON.stringify({ key: `photos-raw/${photo}` });
  await cloud.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  return arnOf(name);
}

const run = async (name: string, photo?: string) =>
  cloud.cloud.stepFunctions.waitFor(await start(name, photo));

const describeExecution = (name: string) =>
  cloud.sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));

const withoutCollection = async (work: () => Promise<unknown>) => {
  const CollectionId = cloud.cloud.deployment.collectionId;
  await cloud.rekognition.send(new DeleteCollectionCommand({ CollectionId }));
  await work();
  await cloud.rekognition.send(new CreateCollectionCommand({ CollectionId }));
};

const inject = (fault: Parameters<StubCloud['cloud']['faults']['add']>[0]) => {
  const injected = cloud.cloud.faults.add(fault);
  onTestFinished(() => injected.remove());
  return injected;
};

test('with nothing to redrive it says so', async () => {
  for (const args of [[], ['--dry-run']]) {
    const { code, stdout } = await cloud.run('redrive', args);
    expect(stdout).toBe('No execution of the last 14 days failed, timed out or was aborted\n');
    expect(code).toBe(0);
  }
});

test('a dry run tells what would be done about each execution, and does nothing', patience, async () => {
  await withoutCollection(() => Promise.all([run('missed'), run('repaired')]));
  expect(await run('later', 'repaired.jpg')).toBe('SUCCEEDED');

  const hung = inject({ service: 'rekognition', operation: 'DetectFaces', hang: true });
  const stopped = await start('stopped');
  await vi.waitUntil(() => hung.count > 0, { timeout: 30_000 });
  await cloud.sfn.send(new StopExecutionCommand({ executionArn: stopped }));
  expect(await cloud.cloud.stepFunctions.waitFor(stopped)).toBe('ABORTED');
  hung.remove();

  const tooLarge = { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 };
  const fault = inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: tooLarge,
    times: 1,
  });
  await run('partial');
  fault.remove();
  await run('letter', 'a letter.jpg');

  const { code, stdout } = await cloud.run('redrive', ['--dry-run']);
  const verdicts = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('  ').slice(0, 3).join('  '));
  expect(verdicts.sort(), stdout).toEqual([
    'recorded since  repaired  photos-raw/repaired.jpg',
    'redrive  missed  photos-raw/missed.jpg',
    'redrive  stopped  photos-raw/stopped.jpg',
    'start again  letter  photos-raw/a letter.jpg',
    'start again  partial  photos-raw/partial.jpg',
  ]);
  expect(stdout).toContain('  CollectionMissing: Expected the collection "match-faces"');
  expect(code).toBe(0);
  for (const name of ['missed', 'stopped', 'letter', 'partial', 'repaired']) {
    expect(await describeExecution(name)).toMatchObject({ redriveCount: 0 });
  }
});

test(
  'executions that failed or were aborted are redriven, and the others told how to start again',
  patience,
  async () => {
    const { code, stdout } = await cloud.run('redrive', []);
    expect(stdout).toMatch(/^redriven +2 +succeeded$/m);
    expect(stdout).toMatch(/^start again +2 /m);
    expect(stdout).toMatch(/^recorded since +1 /m);
    expect(stdout).toContain(
      "Start again with: npm run reprocess -- 'photos-raw/a letter.jpg' photos-raw/partial.jpg --data-dir ",
    );
    expect(code).toBe(0);
    for (const name of ['missed', 'stopped']) {
      expect(await describeExecution(name)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
      const record = await cloud.record(`photos-raw/${name}.jpg`);
      expect(record).toMatchObject({ status: 'MATCHED', executionArn: arnOf(name) });
    }
    for (const name of ['letter', 'partial', 'repaired']) {
      expect(await describeExecution(name)).toMatchObject({ redriveCount: 0 });
    }
  },
);

test('a second redrive finds nothing more to redrive', async () => {
  const { code, stdout } = await cloud.run('redrive', []);
  expect(stdout).not.toContain('redriven');
  expect(stdout).toMatch(/^start again +2 /m);
  expect(code).toBe(0);
});

test('an execution that fails again is told with its error', patience, async () => {
  await withoutCollection(async () => {
    await run('again', 'missed.jpg');
    const { code, stdout, stderr } = await cloud.run('redrive', ['again']);
    expect(stderr).toContain('failed again  again  photos-raw/missed.jpg  CollectionMissing: ');
    expect(stdout).toMatch(/^failed again +1 /m);
    expect(code).toBe(1);
  });
  expect(await describeExecution('again')).toMatchObject({ status: 'FAILED', redriveCount: 1 });
});

test('a redrive that ends in FacesFailed leads to a new execution', patience, async () => {
  const tooLarge = { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 };
  inject({ service: 'rekognition', operation: 'SearchFacesByImage', error: tooLarge });
  const { code, stdout } = await cloud.run('redrive', ['again']);
  expect(stdout).toContain('Start again with: npm run reprocess -- photos-raw/missed.jpg --data-dir ');
  expect(code).toBe(1);
});

test('an execution whose cutouts are gone is started again by its key, not redriven', patience, async () => {
  inject({
    service: 's3',
    operation: 'GetObject',
    when: ({ Bucket }) => Bucket === cloud.cloud.deployment.thumbsBucket,
    error: { name: 'NoSuchKey', message: 'The specified key does not exist.', status: 404 },
  });
  expect(await run('expired', 'repaired.jpg')).toBe('FAILED');
  const { stdout } = await cloud.run('redrive', ['expired']);
  expect(stdout).toMatch(/^start again +1 /m);
  expect(stdout).toContain('Start again with: npm run reprocess -- photos-raw/repaired.jpg --data-dir ');
  expect(await describeExecution('expired')).toMatchObject({ redriveCount: 0 });
});

test.each([
  ['outside', { key: 'private/a.jpg' }],
  ['loose', { key: 'photos-raw/repaired.jpg', threshold: 'high' }],
  ['nameless', { photo: 'photos-raw/repaired.jpg' }],
  ['elsewhere', { key: 'photos-raw/repaired.jpg', bucket: 'another-bucket' }],
])(
  'an execution with a wrong input is not redriven, and no command repeats it: %s',
  patience,
  async (name, input) => {
    const { stateMachineArn } = cloud.cloud.deployment;
    await cloud.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    expect(await cloud.cloud.stepFunctions.waitFor(arnOf(name))).toBe('FAILED');
    const { code, stdout } = await cloud.run('redrive', [name]);
    expect(stdout).toMatch(/^wrong input +1 +start it anew with what its error names put right/m);
    expect(stdout).not.toContain('npm run reprocess');
    expect(code).toBe(0);
    const told = await cloud.run('redrive', [name, '--dry-run']);
    expect(told.stdout).toMatch(new RegExp(`^wrong input  ${name}  .*InvalidInput: .*Expected`));
    expect(await describeExecution(name)).toMatchObject({ redriveCount: 0 });
    expect((await cloud.run('executions', [name])).stdout).toMatch(/^remedy +wrong input: /m);
  },
);

test('a named execution that succeeded cannot be redriven, in the words of Step Functions', async () => {
  const { code, stderr } = await cloud.run('redrive', ['later']);
  expect(stderr).toContain(
    'not redrivable  later  photos-raw/repaired.jpg  Execution is SUCCEEDED and cannot be redriven',
  );
  expect(code).toBe(1);
});

test.each([
  [['nobody'], 'Expected the name of an execution, got "nobody", which does not exist'],
  [['a:b'], 'Expected the name of an execution, got "a:b", which does not exist'],
  [['--concurrency', 'many'], 'Expected a whole number of executions from 1 to 1000'],
  [['--threshold', '90'], "unknown option '--threshold'"],
])('%j is bad usage, told in one line', async (args, message) => {
  const { code, stdout, stderr } = await cloud.run('redrive', args);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: .*\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
