import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, ApiError } from '../operations/doctor/fake-aws.ts';
import { machineOnAws, outputs, stacks, startAccount } from '../operations/doctor/healthy-stack.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { type Ended, runCommand } from './run-command.ts';

/** Every command that is told to be copied is read by a shell, and run. */

const patience = { timeout: 240_000 };

/** The commands in what was told, as a person would mark them: to the end of their last argument. */
const toldIn = ({ stdout, stderr }: Ended): string[] =>
  [
    ...`${stdout}${stderr}`.matchAll(/npm run \w+(?: --(?: (?:'[^']*'|\\'|[\w@%+=,./-])+(?![:\w'\\]))+)?/g),
  ].map(([command]) => command);

function wordsOf(command: string): string[] {
  const read = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return read.split('\0').slice(0, -1);
}

/** Runs a copied command, with what a person would add. */
function paste(command: string, { add = [], ...surroundings }: Pasting = {}): Promise<Ended> {
  const [npm, run, name, dashes = '--', ...args] = wordsOf(command);
  expect([npm, run, dashes]).toEqual(['npm', 'run', '--']);
  return runCommand(name as Parameters<typeof runCommand>[0], [...args, ...add], surroundings);
}

type Pasting = NonNullable<Parameters<typeof runCommand>[2]> & { readonly add?: readonly string[] };

describe('on the local cloud', () => {
  let cloud: StubCloud;
  beforeAll(async () => {
    cloud = await startStubCloud({});
  });
  afterAll(() => cloud.close());

  const here = () => `--data-dir ${cloud.dataDir}`;

  test('of match, executions, redrive, forget and smoke', patience, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'printed-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, "it's a letter.jpg"), 'Dear friend');
    await writeFile(path.join(folder, 'face.jpg'), await photoWith(1));
    const from = folder;

    const nothing = await cloud.run('executions', []);
    expect(toldIn(nothing)).toEqual([`npm run match -- ${here()}`]);

    // What is a photo by its name only.
    const matched = await runCommand(
      'match',
      ["it's a letter.jpg", 'face.jpg', '--data-dir', cloud.dataDir],
      {
        from,
      },
    );
    const [executions, enroll, ...others] = toldIn(matched);
    expect(others).toEqual([]);
    expect(executions).toMatch(/^npm run executions -- [\w-]+ --data-dir /);
    expect(await paste(executions!)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('PhotoFailed'),
    });
    expect(enroll).toBe(`npm run enroll -- face.jpg ${here()}`);
    expect(await paste(enroll!, { from })).toMatchObject({ code: 0 });

    const redrive = toldIn(await cloud.run('redrive', []));
    expect(redrive).toEqual([`npm run reprocess -- 'photos-raw/it'\\''s a letter.jpg' ${here()}`]);
    expect(await paste(redrive[0]!)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAILED +1/m) });

    const unknown = toldIn(await cloud.run('redrive', ['nobody']));
    expect(unknown).toEqual([`npm run executions -- --status FAILED ${here()}`]);
    expect(await paste(unknown[0]!)).toMatchObject({ code: 0 });

    // The face that was enrolled is found now, and then forgotten.
    await cloud.run('reprocess', ['photos-raw/face.jpg']);
    const record = await cloud.record('photos-raw/face.jpg');
    const [face] = record!.faces;
    const forgotten = await cloud.run('forget', ['face', (face as { faceId: string }).faceId, '--yes']);
    const [reprocess, forget] = toldIn(forgotten);
    expect(reprocess).toBe(`npm run reprocess -- photos-raw/face.jpg ${here()}`);
    expect(await paste(reprocess!)).toMatchObject({ code: 0 });
    expect(forget).toBe(`npm run forget -- photo photos-raw/face.jpg ${here()}`);
    expect(await paste(forget!, { add: ['--yes'] })).toMatchObject({ code: 0 });
    expect(await cloud.record('photos-raw/face.jpg')).toBeUndefined();

    const refused = { name: 'AccessDenied', message: 'No', status: 403 };
    const fault = cloud.cloud.faults.add({ service: 's3', error: refused });
    const smoke = toldIn(await cloud.run('smoke', []));
    fault.remove();
    expect(smoke).toEqual([`npm run doctor -- ${here()}`, `npm run executions -- ${here()}`]);
    for (const command of smoke) expect(await paste(command), command).toMatchObject({ code: 0 });
  });
});

describe('on AWS, of a stack that is not the default', () => {
  const there = ['--aws', '--stack', 'Holiday', '--region', 'eu-west-1', '--profile', 'ann@photos'];
  const flags = '--aws --stack Holiday --region eu-west-1 --profile ann@photos';
  const Settings = '-c stackName=Holiday -c threshold=90';

  /** An account, and a machine that knows it by a profile alone. */
  async function open(changes: Readonly<Record<string, Answer>>) {
    const aws = await startAccount({ DescribeStacks: stacks({ ...outputs, Settings }), ...changes });
    const from = await mkdtemp(path.join(tmpdir(), 'printed-'));
    onTestFinished(() => rm(from, { recursive: true }));
    const config = path.join(from, 'config');
    await writeFile(config, '[profile ann@photos]\naws_access_key_id = test\naws_secret_access_key = test\n');
    for (const name of ['face.jpg', 'party.jpg']) await writeFile(path.join(from, name), await photoWith(1));
    const env = {
      ...machineOnAws,
      AWS_REGION: undefined,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: config,
      AWS_ENDPOINT_URL: aws.endpoint,
    };
    return { aws, surroundings: { from, env } };
  }

  /** It found the same stack of the same Region by the same profile, and was understood. */
  async function expectSameStack({ aws, surroundings }: Awaited<ReturnType<typeof open>>, command: string) {
    expect(command).toContain(flags);
    const before = aws.stacks.length;
    const ended = await paste(command, surroundings);
    expect(ended.code, ended.stderr).not.toBe(2);
    expect(aws.stacks.slice(before)).toEqual(['eu-west-1 Holiday']);
  }

  test('redrive, reprocess and executions', patience, async () => {
    const startDate = Date.now() / 1000 - 60;
    const executionArn = outputs.StateMachineArn.replace(':stateMachine:', ':execution:').concat(':run');
    const execution = { executionArn, name: 'run', status: 'FAILED', startDate, stopDate: startDate + 2 };
    const account = await open({
      ListExecutions: { executions: [execution] },
      DescribeExecution: { ...execution, error: 'FacesFailed', input: '{"key":"photos-raw/a photo.jpg"}' },
      GetItem: {},
    });
    const { surroundings } = account;
    const redrive = await runCommand('redrive', there, surroundings);
    expect(toldIn(redrive)).toEqual([`npm run reprocess -- 'photos-raw/a photo.jpg' ${flags}`]);
    await expectSameStack(account, toldIn(redrive)[0]!);
  });

  test('match and enroll', patience, async () => {
    const account = await open({
      ListExecutions: { executions: [] },
      DescribeCollection: { FaceCount: 0, FaceModelVersion: '7.0' },
    });
    const { surroundings } = account;
    const match = toldIn(await runCommand('executions', there, surroundings));
    expect(match).toEqual([`npm run match -- party.jpg ${flags}`]);
    await expectSameStack(account, match[0]!);
    const enroll = toldIn(await runCommand('doctor', there, surroundings));
    expect(enroll).toEqual([`npm run enroll -- face.jpg ${flags}`]);
    await expectSameStack(account, enroll[0]!);
  });

  test(
    'the deployment that mends a stack keeps its settings, and AWS commands its Region',
    patience,
    async () => {
      const account = await open({
        DescribeStateMachine: new ApiError('StateMachineDoesNotExist', 'Gone'),
        DescribeCollection: new ApiError('ResourceNotFoundException', 'Gone'),
      });
      const { stdout } = await runCommand('doctor', there, account.surroundings);
      const mends = [...stdout.matchAll(/^ {2}→ (.*)$/gm)].map(([, mend]) => mend!);
      expect(mends.filter((mend) => /npm run|^aws /.test(mend)).map(wordsOf)).toEqual([
        [
          ...['AWS_REGION=eu-west-1', 'npm', 'run', 'deploy', '--'],
          ...['-c', 'stackName=Holiday', '-c', 'threshold=90', '--profile', 'ann@photos'],
        ],
        [
          ...['aws', 'rekognition', 'create-collection', '--collection-id', 'family'],
          ...['--region', 'eu-west-1', '--profile', 'ann@photos'],
        ],
      ]);
    },
  );
});
