import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateCollectionCommand, DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { command as reprocess } from '../../cli/reprocess.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { emptyPhoto, writeFiles } from './photos.ts';
import { runCommand } from './run-command.ts';
import { runHere } from './run-here.ts';

/** Against a cloud of another process, one test after the other on the same 100 photos. */

const patience = { timeout: 300_000 };
const everything = ['--prefix', 'photos-raw/'];

/** 0, 1 and 2 faces in turn. */
const facesOf = (number: number) => number % 3;
const nameOf = (number: number) => `2024/${String(number).padStart(3, '0')}.jpg`;
const keyOf = (number: number) => `photos-raw/${nameOf(number)}`;
const numbers = Array.from({ length: 100 }, (_, number) => number);
const faces = numbers.reduce((sum, number) => sum + facesOf(number), 0);

let cloud: StubCloud;
beforeAll(async () => {
  const photos = await Promise.all([0, 1, 2].map(photoWith));
  cloud = await startStubCloud({
    ...Object.fromEntries(numbers.map((number) => [nameOf(number), photos[facesOf(number)]!])),
    'notes.txt': 'sunny',
    '2024/': Buffer.alloc(0),
  });
});
afterAll(() => cloud.close());

const inject = (fault: Parameters<StubCloud['cloud']['faults']['add']>[0]) => {
  const injected = cloud.cloud.faults.add(fault);
  onTestFinished(() => injected.remove());
  return injected;
};

const throttled = {
  name: 'ProvisionedThroughputExceededException',
  message: 'Provisioned Rate exceeded.',
  status: 400,
};
const broken = { name: 'InternalServerError', message: 'Internal server error', status: 500 };

/** Names of the executions that a batch ran, by key. */
async function executionsOf(batch: string): Promise<Map<string, string[]>> {
  const ofBatch = (await cloud.executions()).filter(({ name }) => name!.endsWith(`-${batch}`));
  const byKey = Map.groupBy(ofBatch, ({ key }) => key);
  return new Map(byKey.entries().map(([key, executions]) => [key, executions.map(({ name }) => name!)]));
}

/** Photos whose faces all have their outcome in the record. */
async function completePhotos(): Promise<number[]> {
  const complete: number[] = [];
  for (const number of numbers) {
    const record = await cloud.record(keyOf(number));
    const status = facesOf(number) === 0 ? 'NO_FACES' : 'MATCHED';
    if (record?.status === status && record.faceCount === facesOf(number)) complete.push(number);
  }
  return complete;
}

test('a dry run of photos without a record tells what it assumes', async () => {
  const { code, stdout } = await cloud.run('reprocess', [...everything, '--dry-run']);
  expect(stdout.split('\n')).toEqual([
    'photos   100, skipped 1 folder placeholder and 1 file that is no photo, such as photos-raw/notes.txt',
    'faces    about 400: 100 photos without a usable record at an assumed 4 each',
    'calls    about 500 of Rekognition: 100 DetectFaces, 400 SearchFacesByImage',
    'dollars  about $0.545 on AWS: $0.500 for the calls, $0.045 for 1,800 state transitions',
    "minutes  at least 0.13 at 50 searches a second (Rekognition's default quota in us-east-1)",
    '',
  ]);
  expect(code).toBe(0);
  expect(await cloud.executions()).toEqual([]);
});

test('100 photos end as without faults when 30 % is throttled and 5 % fails', patience, async () => {
  const faults = (['DetectFaces', 'SearchFacesByImage'] as const).flatMap((operation) => [
    inject({ service: 'rekognition', operation, rate: 0.3, error: throttled }),
    inject({ service: 'rekognition', operation, rate: 0.05, error: broken }),
  ]);
  const { code, stdout } = await cloud.run('reprocess', everything);
  expect(stdout).toMatch(/^MATCHED +66$/m);
  expect(stdout).toMatch(/^NO_FACES +34$/m);
  expect(stdout).toMatch(new RegExp(`^100 photos, ${faces} faces in `, 'm'));
  expect(code).toBe(0);
  for (const fault of faults) expect(fault.count).toBeGreaterThan(0);
  expect(await completePhotos()).toHaveLength(100);
  expect(await cloud.executions()).toHaveLength(100);
});

test('a dry run counts by the records, and at a quota of your own', async () => {
  const { stdout } = await cloud.run('reprocess', [...everything, '--dry-run', '--tps', '5']);
  expect(stdout).toContain(`\nfaces    ${faces}, by the records of the photos\n`);
  expect(stdout).toContain('\ncalls    199 of Rekognition: 100 DetectFaces, 99 SearchFacesByImage\n');
  expect(stdout).toContain('\nminutes  at least 0.33 at 5 searches a second (--tps)\n');
});

test('a batch that was killed goes on without running a photo twice', patience, async () => {
  const args = [...everything, '--batch', 'killed'];
  const detected = () => cloud.cloud.statistics.DetectFaces?.invocations ?? 0;
  const before = detected();
  const { child, ended } = cloud.start('reprocess', args);
  await vi.waitUntil(() => detected() > before + 20, { timeout: 120_000 });
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
  const started = await executionsOf('killed');
  expect(started.size).toBeLessThan(100);

  const { code, stdout } = await cloud.run('reprocess', args);
  expect(code).toBe(0);
  const [, earlier] = /^100 photos, .* (\d+) of them run before in this batch$/m.exec(stdout)!;
  expect(Number(earlier)).toBe(started.size);
  const all = await executionsOf('killed');
  expect(all).toHaveProperty('size', 100);
  expect([...all.values()].every((names) => names.length === 1)).toBe(true);
  expect(detected() - before).toBe(100);
});

test('a batch does not change its threshold half-way', async () => {
  const args = [keyOf(1), '--batch', 'strict'];
  expect((await cloud.run('reprocess', [...args, '--threshold', '99'])).code).toBe(0);
  expect(await cloud.record(keyOf(1))).toMatchObject({ threshold: 99 });
  const { code, stderr } = await cloud.run('reprocess', [...args, '--threshold', '80']);
  expect(stderr).toContain('error: Expected the threshold 99 that the batch strict began with, got 80');
  // The same command would meet the same.
  expect(stderr).not.toContain('To go on');
  expect(code).toBe(2);
  expect(await cloud.record(keyOf(1))).toMatchObject({ threshold: 99 });
});

test('two commands at once leave one consistent record per photo', patience, async () => {
  const args = ['--prefix', 'photos-raw/2024/00'];
  const commands = ['one', 'two'].map((batch) => cloud.run('reprocess', [...args, '--batch', batch]));
  expect((await Promise.all(commands)).map(({ code }) => code)).toEqual([0, 0]);
  const executions = Map.groupBy(await cloud.executions(), ({ key }) => key);
  for (const number of numbers.slice(0, 10)) {
    const later = executions
      .get(keyOf(number))!
      .reduce((latest, each) => (isLater(each, latest) ? each : latest));
    expect(await cloud.record(keyOf(number))).toMatchObject({
      executionArn: later.executionArn,
      faceCount: facesOf(number),
    });
  }
});

interface Started {
  readonly executionArn?: string;
  readonly startDate?: Date;
}

/** Of two equal starts the name that sorts last wins. */
const isLater = (a: Started, b: Started) =>
  a.startDate! > b.startDate! || (+a.startDate! === +b.startDate! && a.executionArn! > b.executionArn!);

test('two commands of one batch share its executions', patience, async () => {
  const args = ['--prefix', 'photos-raw/2024/01', '--batch', 'shared'];
  const ended = await Promise.all([cloud.run('reprocess', args), cloud.run('reprocess', args)]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  for (const { stdout } of ended) expect(stdout).toMatch(/^10 photos, /m);
  const executions = await executionsOf('shared');
  expect([...executions.values()].map((names) => names.length)).toEqual(Array(10).fill(1));
});

test('--failed runs the photos that are PARTIAL or FAILED, and no others', patience, async () => {
  const fault = inject({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
  });
  // Two faces each, of which the first is found too large.
  const partial = await cloud.run('reprocess', [keyOf(2), keyOf(5), keyOf(62)]);
  fault.remove();
  expect(partial.stdout).toMatch(/^PARTIAL +3 /m);
  expect(partial.stderr).toContain(`PARTIAL  ${keyOf(2)}  2 faces: 2 failed`);
  expect(partial.code).toBe(1);
  await cloud.upload({ 'letter.jpg': 'Dear friend' });
  await cloud.executions();

  const under = await cloud.run('reprocess', [
    '--failed',
    '--prefix',
    'photos-raw/2024/06',
    '--batch',
    'some',
  ]);
  expect(under.code).toBe(0);
  expect([...(await executionsOf('some')).keys()]).toEqual([keyOf(62)]);

  const all = await cloud.run('reprocess', ['--failed', '--batch', 'all']);
  expect(all.stdout).toMatch(/^MATCHED +2$/m);
  expect(all.stdout).toMatch(/^FAILED +1 /m);
  expect(all.stderr).toContain('FAILED  photos-raw/letter.jpg  PhotoUnreadable: ');
  expect(all.code).toBe(1);
  expect([...(await executionsOf('all')).keys()].sort()).toEqual([
    keyOf(2),
    keyOf(5),
    'photos-raw/letter.jpg',
  ]);

  await cloud.upload({ 'letter.jpg': await photoWith(1) });
  await cloud.executions();
  const none = await cloud.run('reprocess', ['--failed']);
  expect(none).toMatchObject({ code: 0, stdout: '' });
  expect(none.stderr).toContain('No photo is PARTIAL or FAILED\n');
});

test('Ctrl-C starts no more, leaves open ones running and tells how to go on', patience, async () => {
  const fault = inject({ service: 'rekognition', operation: 'DetectFaces', latencyMs: 3_000 });
  const { child, ended } = cloud.start('reprocess', [
    ...everything,
    '--threshold',
    '90',
    '--concurrency',
    '3',
  ]);
  await vi.waitUntil(() => fault.count >= 3, { timeout: 60_000 });
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  fault.remove();
  expect(stderr).toContain('Left running: 3 executions\n');
  expect(stdout).toContain('0 photos, 0 faces in ');
  expect(code).toBe(130);
  const [, resume] = /^To go on: npm run reprocess -- (.*)$/m.exec(stderr)!;
  expect(resume).toMatch(
    /^--prefix photos-raw\/ --threshold 90 --concurrency 3 --batch [\w-]+ --data-dir \S+$/,
  );
  const [, batch] = /--batch (\S+)/.exec(resume!)!;
  expect(await executionsOf(batch!)).toHaveProperty('size', 3);

  const again = await cloud.run('reprocess', [
    '--prefix',
    'photos-raw/',
    '--threshold',
    '90',
    '--batch',
    batch!,
  ]);
  expect(again.stdout).toContain('3 of them run before in this batch');
  expect(again.code).toBe(0);
  expect(await executionsOf(batch!)).toHaveProperty('size', 101);
});

test('no more executions are open than --concurrency says', patience, async () => {
  const open = new Set<string>();
  let most = 0;
  inject({
    service: 'states',
    operation: 'StartExecution',
    // Struck by no fault, only seen.
    rate: 0,
    when: ({ name }) => {
      const executionArn = `arn:aws:states:us-east-1:000000000000:execution:MatchFaces:${name}`;
      open.add(executionArn);
      most = Math.max(most, open.size);
      void forget(executionArn);
      return true;
    },
  });
  /** Called before the execution is there. */
  const forget = async (executionArn: string) => {
    const isOver = () => cloud.cloud.stepFunctions.waitFor(executionArn).catch(() => false);
    await vi.waitUntil(isOver, patience);
    open.delete(executionArn);
  };
  const args = ['--prefix', 'photos-raw/2024/0', '--concurrency', '3'];
  expect((await cloud.run('reprocess', args)).code).toBe(0);
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(1);
});

test(
  'it stops when photo after photo fails by what all would meet, and goes on when that is mended',
  patience,
  async () => {
    const args = ['--prefix', 'photos-raw/2024/0', '--concurrency', '1', '--batch', 'hopeless'];
    const CollectionId = cloud.cloud.deployment.collectionId;
    await cloud.rekognition.send(new DeleteCollectionCommand({ CollectionId }));
    const stopped = await cloud.run('reprocess', args);
    await cloud.rekognition.send(new CreateCollectionCommand({ CollectionId }));
    expect(stopped.stderr).toMatch(
      /^error: EveryPhotoFails: .*10 in a row .*CollectionMissing: .*"match-faces"/m,
    );
    expect(stopped.stderr).toContain('To go on: npm run reprocess -- --prefix photos-raw/2024/0 ');
    expect(stopped.stdout).toMatch(/^not recorded +10 /m);
    expect(stopped.code).toBe(1);

    const mended = await cloud.run('reprocess', args);
    expect(mended.stdout).toMatch(/^not recorded +10 .*npm run redrive -- --data-dir \S+$/m);
    expect(mended.stdout).toMatch(/^100 photos, /m);
    expect(mended.code).toBe(1);
  },
);

test.each([
  [[], 'Expected which photos to run again: their keys, --prefix <prefix> or --failed'],
  [[keyOf(1), '--failed'], 'Expected keys or --failed, got both'],
  [[keyOf(1), ...everything], 'Expected keys or --prefix, got both'],
  [['2024/001.jpg'], 'Expected the key of a photo under "photos-raw/", got "2024/001.jpg"'],
  [['photos-raw/'], 'Expected the key of a photo under "photos-raw/", got "photos-raw/"'],
  [
    ['s3://match-faces-raw/photos-raw/a.jpg'],
    'Expected the key of a photo under "photos-raw/", without s3://match-faces-raw/, got "s3://match-faces-raw/photos-raw/a.jpg"',
  ],
  [
    ['photos-raw/none.jpg'],
    'Expected the key of a photo in s3://match-faces-raw, got "photos-raw/none.jpg", which does not exist',
  ],
  [['photos-raw/2024/'], 'got "photos-raw/2024/", which is empty'],
  [['--prefix', 'faces-thumbs/'], 'Expected a --prefix that begins with "photos-raw/", got "faces-thumbs/"'],
  [['--prefix', 'photos-raw/2025/'], 'Expected photos under photos-raw/2025/, found none'],
  [
    ['--prefix', 'photos-raw/notes'],
    'found none, skipped 1 file that is no photo, such as photos-raw/notes.txt',
  ],
  [['--failed', '--threshold', '101'], 'Expected a number between 0 and 100'],
  [['--failed', '--concurrency', '0'], 'Expected a whole number of executions from 1 to 1000'],
  [['--failed', '--concurrency', '1.5'], 'Expected a whole number of executions from 1 to 1000'],
  [['--failed', '--tps', '0'], 'Expected a number of searches a second above 0'],
  [['--failed', '--tps', ''], 'Expected a number of searches a second above 0'],
  [['--failed', '--batch', 'a b'], 'Expected 1 to 59 letters, digits, "-" or "_"'],
  [['--failed', '--batch', 'a'.repeat(60)], 'Expected 1 to 59 letters, digits, "-" or "_"'],
])('%j is bad usage, told in one line', async (args, message) => {
  const { code, output } = await runHere(reprocess, [...args, '--data-dir', cloud.dataDir]);
  expect(output).toContain(message);
  expect(output).toMatch(/^error: .*\n$/);
  expect(code).toBe(2);
});

test('without a server it runs its own local cloud to the end of every execution', patience, async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'reprocess-'));
  onTestFinished(() => rm(home, { recursive: true }));
  await writeFiles(home, { 'a.png': await emptyPhoto(), 'b.png': await emptyPhoto() });
  const run = (name: 'match' | 'reprocess', args: string[]) =>
    runCommand(name, [...args, '--data-dir', 'state'], { from: home });
  expect((await run('match', ['a.png', 'b.png'])).code).toBe(0);
  const { code, stdout } = await run('reprocess', everything);
  expect(stdout).toMatch(/^NO_FACES +2$/m);
  expect(code).toBe(0);
});
