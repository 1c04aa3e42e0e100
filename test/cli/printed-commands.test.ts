import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { explainFailure } from '../../console/server/explain-failure.ts';
import { readConfig } from '../../infra/config.ts';
import { defaultDataDir } from '../../operations/connect.ts';
import { startTestConsole, type TestConsole } from '../console/console-server.ts';
import { pasteDeployment } from '../fake-cdk.ts';
import { type Answer, ApiError } from '../operations/doctor/fake-aws.ts';
import {
  clockAhead,
  machineOnAws,
  outputs,
  stacks,
  startAccount,
} from '../operations/doctor/healthy-stack.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { type Ended, runCommand, startCommand } from './run-command.ts';

/** Every command that is told to be copied is read by a shell, and run. */

const patience = { timeout: 240_000 };

/** The commands in what was told, as a person would mark them: to the end of their last argument. */
const toldIn = ({ stdout, stderr }: Ended): string[] =>
  [
    ...`${stdout}${stderr}`.matchAll(
      /npm (?:run \w+|start)(?: --(?: (?:'[^']*'|\\'|s3:\/\/|[\w@%+=,./-])+(?![:\w'\\]))+)?/g,
    ),
  ].map(([command]) => command);

function wordsOf(command: string): string[] {
  const read = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return read.split('\0').slice(0, -1);
}

/** Runs a copied command, with what a person would add. */
const paste = (command: string, pasting?: Pasting): Promise<Ended> => startPasted(command, pasting).ended;

function startPasted(command: string, { add = [], ...surroundings }: Pasting = {}) {
  const [npm, ...rest] = wordsOf(command);
  const [run, name, dashes = '--', ...args] = rest[0] === 'start' ? ['run', ...rest] : rest;
  expect([npm, run, dashes]).toEqual(['npm', 'run', '--']);
  return startCommand(name as Parameters<typeof runCommand>[0], [...args, ...add], surroundings);
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

  test('of executions, reprocess and a match with a threshold of its own', patience, async () => {
    await cloud.upload({ "it's a letter.jpg": 'Dear friend', 'face.jpg': await photoWith(1) });
    await cloud.executions();
    const nobody = toldIn(await cloud.run('executions', ['nobody']));
    expect(nobody).toEqual([`npm run executions -- ${here()}`]);
    expect(await paste(nobody[0]!)).toMatchObject({ code: 0 });

    const again = toldIn(await cloud.run('reprocess', ["photos-raw/it's a letter.jpg"]));
    expect(again).toEqual([
      expect.stringMatching(/^npm run reprocess -- --manifest s3:\/\/\S+\/red\.jsonl --data-dir /),
    ]);
    expect(await paste(again[0]!)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAILED +1/m) });

    const ownThreshold = await cloud.run('match', ['--threshold', '80']);
    const [afterwards] = toldIn(ownThreshold);
    expect(afterwards).toBe(`npm run reprocess -- '<key>' --threshold 80 ${here()}`);
    const ofTheFace = afterwards!.replace("'<key>'", 'photos-raw/face.jpg');
    expect(await paste(ofTheFace)).toMatchObject({ code: 0 });
    expect(await cloud.record('photos-raw/face.jpg')).toMatchObject({ threshold: 80 });
  });
});

describe('by the console, on the local cloud', () => {
  let cloud: StubCloud;
  let console: TestConsole;
  beforeAll(async () => {
    cloud = await startStubCloud({ "it's a letter.jpg": 'Dear friend', 'party.jpg': await photoWith(1) });
    console = await startTestConsole(cloud.dataDir);
  });
  afterAll(async () => {
    await console.close();
    await cloud.close();
  });

  const here = () => `--data-dir ${cloud.dataDir}`;
  const told = (text: string) => toldIn({ code: 0, stdout: text, stderr: '' });

  test('to enroll, and to forget a photo', patience, async () => {
    const from = await mkdtemp(path.join(tmpdir(), 'printed-'));
    onTestFinished(() => rm(from, { recursive: true }));
    await writeFile(path.join(from, 'face.jpg'), await photoWith(1));
    const { commands } = await console.ask('system', {});
    expect(commands).toEqual({
      enroll: `npm run enroll -- face.jpg ${here()}`,
      forgetPhoto: `npm run forget -- photo photos-raw/party.jpg ${here()}`,
    });
    expect(await paste(commands.enroll, { from })).toMatchObject({ code: 0 });
    await cloud.run('reprocess', ['photos-raw/party.jpg']);
    expect(await cloud.record('photos-raw/party.jpg')).toMatchObject({ matchedCount: 1 });
    expect(await paste(commands.forgetPhoto, { add: ['--yes'] })).toMatchObject({ code: 0 });
    expect(await cloud.record('photos-raw/party.jpg')).toBeUndefined();
  });

  test('when something is missing, or nothing answers', patience, async () => {
    const whatToDo = (name: string) =>
      told(explainFailure(Object.assign(new Error(name), { name }), console.target.options).failure.whatToDo);
    for (const name of ['ResourceNotFoundException', 'WhoKnows']) {
      expect(whatToDo(name)).toEqual([`npm run doctor -- ${here()}`]);
      expect(await paste(whatToDo(name)[0]!)).toMatchObject({ code: 0 });
    }
    expect(whatToDo('ECONNREFUSED')).toEqual([`npm start -- ${here()}`]);
    // It would serve the same folder, and finds that this process does.
    expect(await paste(whatToDo('ECONNREFUSED')[0]!)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`on ${cloud.dataDir}, but process ${process.pid} runs one`),
    });
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

  // What names somebody or tries the stack prints no other command.
  test.each([
    'people',
    'name 11111111-2222-4333-8444-555555555555 Ann',
    'forget photo photos-raw/party.jpg --yes',
    'smoke',
  ])('%s', patience, async (command) => {
    const account = await open({});
    const [name, ...args] = command.split(' ');
    await expectSameStack(account, `npm run ${[name, '--', ...args].join(' ')} ${flags}`);
    const elsewhere = flags.replace('ann@photos', 'bob');
    const unknown = await paste(
      `npm run ${[name, '--', ...args].join(' ')} ${elsewhere}`,
      account.surroundings,
    );
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Expected credentials of AWS by the profile "bob", found none'),
    });
  });

  test('the clock that is set back', patience, async () => {
    const account = await open({
      ...{ GetItem: clockAhead(8_000), ListExecutions: { executions: [] }, DeleteItem: {} },
      DescribeCollection: { FaceCount: 1, FaceModelVersion: '7.0' },
    });
    const reset = toldIn(await runCommand('doctor', there, account.surroundings));
    expect(reset).toEqual([`npm run doctor -- --reset-clock ${flags}`]);
    await expectSameStack(account, reset[0]!);
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
      const [deploy, ...others] = mends.filter((mend) => /npm run|^aws /.test(mend));
      expect(await pasteDeployment(deploy!)).toEqual({
        ...{ operation: 'deploy', region: 'eu-west-1', profile: 'ann@photos' },
        config: readConfig({ stackName: 'Holiday', threshold: 90 }),
      });
      expect([deploy!, ...others].map(wordsOf)).toEqual([
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

  test('the first deployment of a stack that is not there', patience, async () => {
    const gone = new ApiError('ValidationError', 'Stack with id Holiday does not exist');
    const account = await open({ DescribeStacks: gone });
    const { stdout } = await runCommand('doctor', there, account.surroundings);
    const [deploy] = [...stdout.matchAll(/^ {2}→ (.*)$/gm)].map(([, mend]) => mend!);
    expect(await pasteDeployment(deploy!)).toEqual({
      ...{ operation: 'deploy', region: 'eu-west-1', profile: 'ann@photos' },
      config: readConfig({ stackName: 'Holiday' }),
    });
  });

  test('of the console: to start it again, and to look for what is wrong', patience, async () => {
    const account = await open({
      DescribeCollection: { FaceCount: 1, FaceModelVersion: '7.0' },
      GetItem: {},
    });
    const { from, env } = account.surroundings;
    const cloud = {
      ...{ dataDir: defaultDataDir, aws: true, stack: 'Holiday' },
      ...{ region: 'eu-west-1', profile: 'ann@photos' },
    };
    const whatToDo = (name: string) =>
      explainFailure(Object.assign(new Error(name), { name }), cloud).failure.whatToDo;
    const toldWhen = (name: string) => toldIn({ code: 0, stdout: whatToDo(name), stderr: '' });
    expect(toldWhen('NoSuchBucket')).toEqual([`npm run doctor -- ${flags}`]);
    await expectSameStack(account, toldWhen('NoSuchBucket')[0]!);

    const [console] = toldWhen('ExpiredToken');
    expect(console).toBe(`npm run console -- ${flags}`);
    const { child, ended } = startPasted(console!, { from, env, add: ['--port', '0'] });
    const before = account.aws.stacks.length;
    await vi.waitUntil(() => account.aws.stacks.length > before || child.exitCode !== null, patience);
    expect(account.aws.stacks.slice(before)).toEqual(['eu-west-1 Holiday']);
    child.kill('SIGINT');
    expect((await ended).code).not.toBe(2);
  });
});
