import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateCollectionCommand, DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { command as reprocess } from '../../cli/reprocess.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { emptyPhoto, writeFiles } from './photos.ts';
import { noTerminal, runCommand, startInTerminal } from './run-command.ts';
import { runHere } from './run-here.ts';

/** Against a cloud of another process, one test after the other on the same 24 photos. */

const patience = { timeout: 300_000 };
const everything = ['--prefix', 'photos-raw/2024/'];

/** 0, 1 and 2 faces in turn. */
const facesOf = (number: number) => number % 3;
const nameOf = (number: number) => `2024/${String(number).padStart(2, '0')}.jpg`;
const keyOf = (number: number) => `photos-raw/${nameOf(number)}`;
const numbers = Array.from({ length: 24 }, (_, number) => number);

let cloud: StubCloud;
beforeAll(async () => {
  const photos = await Promise.all([0, 1, 2].map(photoWith));
  cloud = await startStubCloud({
    ...Object.fromEntries(numbers.map((number) => [nameOf(number), photos[facesOf(number)]!])),
    '2024/notes.txt': 'sunny',
    '2024/': Buffer.alloc(0),
  });
});
afterAll(() => cloud.close());

/** Runs the command against that cloud, in this process. */
const run = (...args: string[]) => runHere(reprocess, [...args, '--data-dir', cloud.dataDir]);

/** Names of the executions that a run started, by key. */
async function executionsOf(batch: string): Promise<Map<string, string[]>> {
  const ofBatch = (await cloud.executions()).filter(({ name }) => name!.includes(`_${batch}-`));
  const byKey = Map.groupBy(ofBatch, ({ key }) => key);
  return new Map(byKey.entries().map(([key, executions]) => [key, executions.map(({ name }) => name!)]));
}

test('a dry run of photos without a record tells what it assumes, and starts nothing', async () => {
  const { code, output } = await run(...everything, '--dry-run');
  expect(output.split('\n').slice(-6)).toEqual([
    'photos   24, skipped 1 folder placeholder and 1 file that is no photo, such as photos-raw/2024/notes.txt',
    'faces    about 96: 24 photos without a usable record at an assumed 4 each',
    'calls    about 120 of Rekognition: 24 DetectFaces, 96 SearchFacesByImage',
    'dollars  about $0.132 on AWS: $0.120 for the calls, $0.012 for 480 state transitions',
    'minutes  at least 0.03 at 50 searches a second in us-east-1',
    '',
  ]);
  expect(code).toBe(0);
  expect(await cloud.executions()).toEqual([]);
});

test('a run is started, followed and told by the command of another process', patience, async () => {
  const { code, stdout, stderr } = await cloud.run('reprocess', [...everything, '--batch', 'first']);
  expect(stderr).toContain('Batch first\n');
  expect(stdout).toMatch(/^MATCHED +16 *$/m);
  expect(stdout).toMatch(/^NO_FACES +8 *$/m);
  expect(stdout).toContain('24 photos: faces matched 0 (0 before), unmatched 24 (0 before)\n');
  expect(code).toBe(0);
  const started = await executionsOf('first');
  expect([...started.keys()].toSorted()).toEqual(numbers.map(keyOf));
  expect(started.get(keyOf(1))).toEqual([expect.stringMatching(/^2024-01_[0-9a-f]{20}_first-0$/)]);
});

test('under its name a run is found again, and is not run again', async () => {
  const before = (await cloud.executions()).length;
  for (const args of [
    ['--batch', 'first'],
    [...everything, '--batch', 'first'],
  ]) {
    const { code, output } = await run(...args);
    expect(output).toContain('24 photos: faces matched 0 (0 before)');
    expect(code).toBe(0);
  }
  const other = await run('--failed', '--batch', 'first');
  expect(other.output).toContain(
    'error: Expected the input {"prefix":"photos-raw/2024/"} that the batch first began with, got {"failed":true}: give the same, or another --batch',
  );
  expect(other.code).toBe(2);
  expect(await cloud.executions()).toHaveLength(before);
});

test('photos are chosen by when they were last matched, and by the model that searched their faces', async () => {
  const photosOf = async (...args: string[]) =>
    /^photos +(\d+)/m.exec((await run(...everything, ...args, '--dry-run')).output)?.[1];
  expect(await photosOf()).toBe('24');
  expect(await photosOf('--since', '2026-01-01')).toBe('24');
  expect(await photosOf('--before', '2099-01-01T00:00:00Z')).toBe('24');
  // What shows no faces was searched with none.
  expect(await photosOf('--face-model-version', 'other')).toBe('16');
  const { output, code } = await run(...everything, '--before', '2026-01-01');
  expect(output).toContain('No photo was last matched so, skipped 1 folder placeholder');
  expect(code).toBe(0);
});

test(
  '--failed and --manifest run the red photos of before, and the summary tells how',
  patience,
  async () => {
    const fault = cloud.cloud.faults.add({
      service: 'rekognition',
      operation: 'SearchFacesByImage',
      error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
    });
    const partial = await run(keyOf(2), keyOf(5), '--threshold', '80', '--batch', 'partial');
    fault.remove();
    expect(partial.output).toMatch(/^PARTIAL +2 /m);
    expect(partial.output).toMatch(/^FacesFailed +2 +photos-raw\/2024\/0[25].jpg$/m);
    expect(partial.code).toBe(1);
    const [, manifest] = /npm run reprocess -- --manifest (s3:\S+red\.jsonl) /.exec(partial.output)!;

    const again = await run('--manifest', manifest!, '--dry-run');
    expect(again.output).toMatch(/^photos +2$/m);
    const failed = await run('--failed', '--prefix', keyOf(2), '--batch', 'failed');
    expect(failed.output).toMatch(/^MATCHED +1 *$/m);
    expect(failed.code).toBe(0);
    expect([...(await executionsOf('failed')).keys()]).toEqual([keyOf(2)]);
    expect((await run('--manifest', manifest!)).code).toBe(0);
    const none = await run('--failed');
    expect(none.output).toContain('No photo is PARTIAL or FAILED\n');
    expect(none.code).toBe(0);
  },
);

test(
  'a run stops by what all photos would meet, tells it, and goes on with --redrive when that is mended',
  patience,
  async () => {
    const CollectionId = cloud.cloud.deployment.collectionId;
    await cloud.rekognition.send(new DeleteCollectionCommand({ CollectionId }));
    const args = [...everything, '--tolerated-failures', '3', '--batch', 'hopeless'];
    const stopped = await run(...args);
    await cloud.rekognition.send(new CreateCollectionCommand({ CollectionId }));
    expect(stopped.output).toMatch(/^photos-raw\/2024\/\d+.jpg {2}CollectionMissing: .*"match-faces"/m);
    expect(stopped.output).toContain('The run ended: States.ExceedToleratedFailureThreshold: ');
    expect(stopped.output).toContain('When that is mended: npm run reprocess -- --batch hopeless --redrive ');
    expect(stopped.code).toBe(1);
    expect((await executionsOf('hopeless')).size).toBeLessThan(24);

    const redriven = await run('--batch', 'hopeless', '--redrive');
    expect(redriven.output).toContain('Batch hopeless, redriven\n');
    expect(redriven.output).toMatch(/^MATCHED +16 *$/m);
    expect(redriven.output).toMatch(/^NO_FACES +8 *$/m);
    expect(redriven.code).toBe(0);
  },
);

test(
  'Ctrl-C without a terminal leaves the run going, and tells how to follow and to stop it',
  patience,
  async () => {
    const fault = cloud.cloud.faults.add({
      service: 'rekognition',
      operation: 'DetectFaces',
      latencyMs: 60_000,
    });
    onTestFinished(() => fault.remove());
    const { child, ended } = cloud.start('reprocess', [...everything, '--batch', 'left']);
    await vi.waitUntil(() => fault.count >= 1, { timeout: 60_000 });
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(stderr).toContain('The run goes on. To follow it: npm run reprocess -- --batch left --data-dir ');
    expect(stderr).toContain('To stop it: npm run reprocess -- --batch left --stop --data-dir ');
    expect(code).toBe(130);

    const stopped = await run('--batch', 'left', '--stop');
    expect(stopped.output).toContain('Stopped. To go on: npm run reprocess -- --batch left --redrive ');
    fault.remove();
    const look = await run('--batch', 'left');
    expect(look.output).toContain('The run ended: Stopped: Stopped by hand');
    expect(look.code).toBe(1);
    expect(await run('--batch', 'left', '--redrive')).toMatchObject({ code: 0 });
    expect((await executionsOf('left')).size).toBe(24);
  },
);

test.skipIf(noTerminal).each([
  { answer: 'y', does: 'stops the run', says: 'Stopped. To go on: npm run reprocess', status: 'ABORTED' },
  { answer: 'n', does: 'leaves it going', says: 'The run goes on. To follow it: npm run', status: 'RUNNING' },
])(
  `Ctrl-C in a terminal asks, and $answer $does${noTerminal ? ` (${noTerminal})` : ''}`,
  patience,
  async (asked) => {
    const fault = cloud.cloud.faults.add({
      service: 'rekognition',
      operation: 'DetectFaces',
      latencyMs: 60_000,
    });
    onTestFinished(() => fault.remove());
    const batch = `asked-${asked.answer}`;
    const place = ['--data-dir', cloud.dataDir];
    const terminal = startInTerminal('reprocess', [...everything, '--batch', batch, ...place]);
    await vi.waitUntil(() => fault.count >= 1 && terminal.shown().includes('of 24 photos'), {
      timeout: 60_000,
    });
    terminal.type('\x03');
    const question = 'Stop the run? Otherwise it goes on without this command (y/N)';
    await vi.waitUntil(() => terminal.shown().includes(question), { timeout: 60_000 });
    terminal.type(`${asked.answer}\r`);
    const { code, stdout } = await terminal.ended;
    expect(stdout).toContain(asked.says);
    expect(code).toBe(130);

    const { reprocessMachineArn } = cloud.cloud.deployment;
    const executionArn = `${reprocessMachineArn!.replace(':stateMachine:', ':execution:')}:${batch}`;
    const { status } = await cloud.sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe(asked.status);
    fault.remove();
    await run('--batch', batch);
  },
);

test('without a server it runs its own local cloud to the end of the run', patience, async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'reprocess-'));
  onTestFinished(() => rm(home, { recursive: true }));
  await writeFiles(home, { 'a.png': await emptyPhoto() });
  const alone = (name: 'match' | 'reprocess', args: string[]) =>
    runCommand(name, [...args, '--data-dir', 'state'], { from: home });
  expect((await alone('match', ['a.png'])).code).toBe(0);
  const { code, stdout } = await alone('reprocess', ['--prefix', 'photos-raw/']);
  expect(stdout).toMatch(/^NO_FACES +1 *$/m);
  expect(code).toBe(0);
});

test.each([
  [[], 'Expected which photos to run again: their keys, --prefix <prefix>, --failed or --manifest <address>'],
  [[keyOf(1), '--failed'], 'Expected keys or --failed, got both'],
  [[keyOf(1), ...everything], 'Expected keys or --prefix, got both'],
  [
    ['--manifest', 's3://match-faces-raw/a.jsonl', ...everything],
    'Expected --manifest or --prefix, got both',
  ],
  [['2024/01.jpg'], 'keys.0: Expected a key under "photos-raw/", got "2024/01.jpg"'],
  [
    ['photos-raw/none.jpg'],
    'Expected the key of a photo in s3://match-faces-raw, got "photos-raw/none.jpg", which does not exist',
  ],
  [['photos-raw/2024/'], 'got "photos-raw/2024/", which is empty'],
  [['--prefix', 'faces-thumbs/'], 'prefix: Expected one that begins with "photos-raw/", got "faces-thumbs/"'],
  [['--prefix', 'photos-raw/2025/'], 'Expected photos under photos-raw/2025/, found none'],
  [
    ['--prefix', 'photos-raw/2024/notes'],
    'found none, skipped 1 file that is no photo, such as photos-raw/2024/notes.txt',
  ],
  [['--manifest', 'photos-raw/a.jsonl'], 'manifest: Expected an address like "s3://bucket/keys.jsonl"'],
  [
    ['--manifest', 's3://elsewhere/a.jsonl'],
    'manifest: Expected an object under "s3://match-faces-thumbs/faces-thumbs/runs/"',
  ],
  [['--failed', '--since', 'yesterday'], 'since: Expected a date like "2026-05-01", got "yesterday"'],
  [['--failed', '--threshold', '101'], 'Expected a number between 0 and 100'],
  [['--failed', '--tolerated-failures', '-1'], 'Expected a whole number of photos, 0 or more'],
  [['--failed', '--batch', 'a b'], 'Expected 1 to 80 letters, digits, "-" or "_"'],
  [['--redrive', '--failed'], 'Expected --batch <name> with --redrive'],
  [['--stop'], 'Expected --batch <name> with --stop'],
  [['--stop', '--redrive', '--batch', 'a'], 'Expected --redrive or --stop, got both'],
  [['--batch', 'nobody'], 'Expected the name of a run, got "nobody": there is none of it'],
])('%j is bad usage, told in one line', async (args, message) => {
  const { code, output } = await run(...args);
  expect(output).toContain(message);
  expect(output).toMatch(/^error: .*\n$/);
  expect(code).toBe(2);
});

test('a manifest that is missing, or has a line that is no key, is refused with the line', async () => {
  const { thumbsBucket: Bucket, thumbsPrefix } = cloud.cloud.deployment;
  const Key = `${thumbsPrefix}runs/bad.jsonl`;
  const missing = await run('--manifest', `s3://${Bucket}/${thumbsPrefix}runs/none.jsonl`);
  expect(missing.output).toContain(
    `InvalidInput: manifest: Expected an object at s3://${Bucket}/${thumbsPrefix}runs/none.jsonl, found none`,
  );
  expect(missing.code).toBe(1);
  await cloud.s3.send(new PutObjectCommand({ Bucket, Key, Body: `"${keyOf(1)}"\n{"photo":1}\n` }));
  const bad = await run('--manifest', `s3://${Bucket}/${Key}`);
  expect(bad.output).toContain('manifest: line 2: Expected a key like "photos-raw/party.jpg"');
});
