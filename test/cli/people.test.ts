import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IndexFacesCommand, ListFacesCommand } from '@aws-sdk/client-rekognition';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { command as enrollCommand } from '../../cli/enroll.ts';
import { command as nameCommand } from '../../cli/name.ts';
import { command as peopleCommand } from '../../cli/people.ts';
import { localDeployment } from '../../local/deployment.ts';
import type { ListedPerson } from '../../operations/people/list-people.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { linesOfJson, runCommand } from './run-command.ts';
import { runHere } from './run-here.ts';

const commands = { enroll: enrollCommand, name: nameCommand, people: peopleCommand };

/** One test after the other on the same photos, in which one person is everybody. */

let cloud: StubCloud;
let folder: string;
/** Enrolled from the photo a.jpg. */
let faceId: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'people-'));
  await writeFile(path.join(folder, 'a.jpg'), await photoWith(1));
  await writeFile(path.join(folder, 'b.jpg'), await photoWith(2));
  cloud = await startStubCloud({ 'party.jpg': await photoWith(2) });
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const enroll = (...args: string[]) =>
  runCommand('enroll', [...args, '--data-dir', cloud.dataDir], { from: folder });
async function people() {
  const { output: stdout } = await runHere(peopleCommand, ['--json', '--data-dir', cloud.dataDir]);
  return linesOfJson<ListedPerson>({ stdout });
}

test('before anybody has a name, it is said how one is given', async () => {
  const { code, stdout, stderr } = await cloud.run('people', []);
  expect(stderr).toBe(
    `Nobody has a name yet: npm run enroll -- face.jpg --as Name --data-dir ${cloud.dataDir}\n`,
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});

test('a photo is enrolled with the name of a person, which no ExternalImageId and no log tells', async () => {
  const { code, stdout } = await enroll('a.jpg', '--as', 'Grandma Zoë');
  const [named] = await people();
  faceId = named!.faceIds[0]!;
  expect(stdout).toContain(`Grandma Zoë has 1 face: ${faceId}\n`);
  expect(code).toBe(0);
  expect(named).toEqual({ name: 'Grandma Zoë', faceIds: [faceId], photoCount: 0 });
  expect((await cloud.run('reprocess', ['photos-raw/party.jpg'])).code).toBe(0);
  expect(await people()).toEqual([{ ...named, photoCount: 1 }]);
  const record = JSON.stringify(await cloud.record('photos-raw/party.jpg'));
  expect(record).toContain(faceId);
  expect(record).not.toContain('Zoë');
});

test('a second picture of somebody gets their name, and a face with another name only when told so', async () => {
  const second = await enroll('b.jpg', '--as', 'Bob', '--json');
  expect(second.stderr).toMatch(/^Bob has 1 face: /);
  const refused = await enroll('b.jpg', '--as', 'Grandma Zoë');
  expect(refused.stderr).toBe(
    'error: Expected --yes, because this is no terminal where the question could be answered\n',
  );
  expect(refused.code).toBe(2);
  expect((await people()).map(({ name }) => name)).toEqual(['Bob', 'Grandma Zoë']);
  expect((await enroll('b.jpg', '--as', 'Grandma Zoë', '--yes')).code).toBe(0);
  expect(await people()).toMatchObject([{ name: 'Grandma Zoë', photoCount: 1 }]);
  const { stdout } = await cloud.run('people', []);
  expect(stdout).toMatch(/^name +photos +faces\nGrandma Zoë +1 +[0-9a-f-]{36}\n +[0-9a-f-]{36}\n$/);
});

test('a face is named by its id, or by its place in a photo, and loses the name again', async () => {
  const moved = await cloud.run('name', [faceId, '祖母', '--yes']);
  expect(moved).toMatchObject({ code: 0, stdout: `祖母 has 1 face: ${faceId}\n` });
  const place = ['photos-raw/party.jpg', '2'];
  const found = await cloud.record('photos-raw/party.jpg');
  const { faceId: other } = found!.faces[1] as { faceId: string };
  const removed = await cloud.run('name', [...place, '--remove']);
  expect(removed.stdout).toMatch(new RegExp(`^The face ${other} is no longer (祖母|Grandma Zoë)\n$`));
  expect((await cloud.run('name', [...place, '--remove'])).stdout).toBe(`The face ${other} has no name\n`);
  expect(await cloud.run('name', [...place, 'Ann'])).toMatchObject({
    code: 0,
    stdout: `Ann has 1 face: ${other}\n`,
  });
});

test('a name that was given later is shown with photos that were matched, and in their executions', async () => {
  await cloud.run('name', [faceId, 'Grandma Zoë', '--yes']);
  const matched = await runCommand('match', ['--json', 'a.jpg', '--data-dir', cloud.dataDir], {
    from: folder,
  });
  const [record] = linesOfJson<PhotoRecord>(matched);
  const [face] = record!.faces as unknown as { personId: string; name?: string }[];
  const names = new Map(
    (await people()).flatMap(({ name, faceIds }) => faceIds.map((id) => [id, name] as const)),
  );
  expect(face!.name).toBe(names.get(face!.personId));
  expect(face!.name).toBeDefined();
  const shown = await cloud.run('executions', [record!.executionArn.split(':').at(-1)!]);
  expect(shown.stdout).toContain(`  face 1  ${face!.name}\n`);
  const told = await cloud.run('executions', [record!.executionArn.split(':').at(-1)!, '--json']);
  expect(linesOfJson<{ people: object[] }>(told)[0]!.people).toEqual([
    { idx: 1, outcome: 'Match', faceId: face!.personId, personId: face!.personId, name: face!.name },
  ]);
});

test('photos are told also where names cannot be looked up, and it is said why', async () => {
  const error = { name: 'AccessDeniedException', message: 'No', status: 400 };
  const fault = cloud.cloud.faults.add({ service: 'rekognition', operation: 'ListFaces', error });
  const { code, stdout, stderr } = await runCommand(
    'match',
    ['--json', 'a.jpg', 'b.jpg', '--data-dir', cloud.dataDir],
    { from: folder },
  );
  fault.remove();
  expect(
    stderr.match(/No names, because they could not be looked up: AccessDeniedException: No/g),
  ).toHaveLength(1);
  expect(stdout).not.toContain('"name"');
  expect(code).toBe(0);
});

test('a face that has a name can be forgotten, and takes the name with it', async () => {
  const Image = { Bytes: await photoWith(3) };
  const { FaceRecords } = await cloud.rekognition.send(
    new IndexFacesCommand({ CollectionId: localDeployment.collectionId, Image, MaxFaces: 1 }),
  );
  const other = FaceRecords![0]!.Face!.FaceId!;
  await cloud.run('name', [other, 'Bob']);
  const { code, stdout } = await cloud.run('forget', ['face', other, '--yes']);
  expect(stdout).toContain(`removed the face ${other} from the collection match-faces\n`);
  expect(code).toBe(0);
  expect((await people()).map(({ name }) => name)).not.toContain('Bob');
});

/** What is left of the forgetting of somebody. */
async function notes(): Promise<number> {
  const Prefix = `${localDeployment.thumbsPrefix}forgetting/`;
  const request = new ListObjectsV2Command({ Bucket: localDeployment.thumbsBucket, Prefix });
  return (await cloud.s3.send(request)).KeyCount ?? 0;
}

test('a person is forgotten whole, also when it was interrupted', async () => {
  for (const { name, faceIds } of await people()) {
    if (name !== 'Grandma Zoë')
      for (const id of faceIds) await cloud.run('name', [id, 'Grandma Zoë', '--yes']);
  }
  const [person] = await people();
  expect(person!.faceIds).toHaveLength(2);
  const matched = await runCommand('match', ['b.jpg', '--data-dir', cloud.dataDir], { from: folder });
  expect(matched.stdout).toContain('Grandma Zoë');
  const copy = path.join(cloud.dataDir, 'annotated', 'b.jpg');
  expect(existsSync(copy)).toBe(true);
  const inLogs = async () => {
    const logs = path.join(cloud.dataDir, 'logs');
    const texts = (await readdir(logs)).map((file) => readFile(path.join(logs, file), 'utf8'));
    return (await Promise.all(texts))
      .join('')
      .split('\n')
      .filter((line) => person!.faceIds.some((id) => line.includes(id)));
  };
  expect(await inLogs()).not.toEqual([]);

  const error = { name: 'AccessDeniedException', message: 'No', status: 400 };
  const fault = cloud.cloud.faults.add({ service: 'dynamodb', operation: 'UpdateItem', error });
  const broken = await cloud.run('forget', ['person', 'Grandma Zoë', '--yes']);
  fault.remove();
  expect(broken.stderr).toBe('error: AccessDeniedException: No\n');
  expect(broken.code).toBe(1);
  expect(await people()).toEqual([]);
  expect(await notes()).toBe(1);

  const again = await cloud.run('forget', ['person', 'Grandma Zoë', '--yes']);
  expect(again.stdout).toContain('removed from face 1, 2 of photos-raw/party.jpg\n');
  expect(again.stdout).toContain('Not reached: the histories of executions.');
  expect(again.code).toBe(0);
  for (const key of ['photos-raw/party.jpg', 'photos-raw/b.jpg']) {
    const record = (await cloud.record(key))!;
    expect(record.matchedCount).toBe(0);
    for (const id of person!.faceIds) expect(JSON.stringify(record)).not.toContain(id);
  }
  expect(existsSync(copy)).toBe(false);
  expect(await inLogs()).toEqual([]);
  expect(await notes()).toBe(0);
  const { Faces } = await cloud.rekognition.send(
    new ListFacesCommand({ CollectionId: localDeployment.collectionId }),
  );
  expect(Faces).toEqual([]);
  const nobody = await cloud.run('forget', ['person', 'Grandma Zoë', '--yes']);
  expect(nobody).toMatchObject({ code: 0, stdout: 'Nobody is called Grandma Zoë\n' });
});

test('two faces of one person are found, and get one name', async () => {
  await enroll('a.jpg');
  await enroll('b.jpg');
  const args = ['--merge', '--threshold', '96', '--data-dir', cloud.dataDir];
  const refused = await runHere(peopleCommand, args);
  expect(refused.output).toContain('Expected --yes, because this is no terminal');
  const { output, code } = await runHere(peopleCommand, [...args, '--yes']);
  const [, one, other] = /^One person: ([0-9a-f-]{36}), ([0-9a-f-]{36})$/m.exec(output)!;
  expect(output).toContain(`Person ${one!.slice(0, 8)} has 2 faces: ${one}, ${other}\n`);
  expect(code).toBe(0);
  expect(await people()).toMatchObject([{ name: `Person ${one!.slice(0, 8)}`, faceIds: [one, other] }]);
  const again = await runHere(peopleCommand, [...args, '--yes']);
  expect(again.output).toBe('Nobody is in the collection as two, at 96 %\n');
});

const someone = 'f415f642-f1f3-8000-840c-43b48ad8409e';
test.each<[keyof typeof commands, string[], string]>([
  ['name', [someone], 'Expected a face and one name, in quotes'],
  ['name', [someone, 'Grandma', 'Ann'], 'Expected the idx of a face'],
  ['name', ['photos-raw/party.jpg', '1', 'Grandma', 'Ann'], 'Expected a face and one name, in quotes'],
  ['name', [someone, '1', 'Ann', '--remove'], 'no name with --remove'],
  ['name', ['party.jpg', 'Ann'], 'Expected a faceId such as'],
  ['name', ['party.jpg', '1', 'Ann'], 'Expected the key of a photo under "photos-raw/"'],
  ['name', ['photos-raw/none.jpg', '1', 'Ann'], 'of which there is no record'],
  [
    'name',
    ['photos-raw/party.jpg', '7', 'Ann'],
    'Expected one of the 2 faces of photos-raw/party.jpg, got 7',
  ],
  ['name', [someone, 'Ann'], 'Expected a face of the collection'],
  ['name', [someone, 'a'.repeat(129)], 'of at most 128 bytes of UTF-8, got 129'],
  ['people', ['Ann'], 'too many arguments'],
  ['enroll', ['a.jpg', '--as', ''], 'Expected a name of visible characters'],
  ['enroll', ['a.jpg', '--yes'], 'Expected --as with --yes'],
])('%s %j is bad usage, told in one line', async (name, args, message) => {
  const { code, output } = await runHere(commands[name], [...args, '--data-dir', cloud.dataDir]);
  expect(output).toContain(message);
  expect(output).toMatch(/^error: .*\n$/);
  expect(code).toBe(2);
});
