import { ListFacesCommand } from '@aws-sdk/client-rekognition';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { RequestFailed } from '../../console/api/client.ts';
import type { MapVisit } from '../../console/api/execution.ts';
import type { Face } from '../../console/api/face.ts';
import { localDeployment } from '../../local/deployment.ts';
import { cameraRaw } from '../camera-raw.ts';
import { emptyPhoto } from '../cli/photos.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';

/** What the page asks, against a local cloud in which everybody is the same person. One test after the other. */

let cloud: StubCloud;
let console: TestConsole;
beforeAll(async () => {
  cloud = await startStubCloud({ 'party.jpg': await photoWith(3), 'never-run.jpg': await photoWith(1) });
  console = await startTestConsole(cloud.dataDir);
});
afterAll(async () => {
  await console.close();
  await cloud.close();
});

const party = 'photos-raw/party.jpg';
const bytes = async (photo: Promise<Buffer> | Buffer | string) =>
  new Blob([typeof photo === 'string' ? photo : new Uint8Array(await photo)]);
const outcomes = (faces: readonly Face[]) => faces.map(({ outcome }) => outcome);
const theMap = (visits: readonly MapVisit[]) => visits.find(({ state }) => state === 'SearchEachFace')!;

async function refusal(asked: Promise<unknown>) {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RequestFailed);
  const { status, failure } = error as RequestFailed;
  expect(failure.whatToDo).not.toBe('');
  return { status, ...failure };
}

test('before anything ran, lists are empty and say no fault', async () => {
  expect(await console.ask('listExecutions', { query: {} })).toEqual({ executions: [] });
  expect(await console.ask('people', { query: {} })).toMatchObject({ people: [], faceCount: 0 });
  expect(await console.ask('unknownFaces', {})).toMatchObject({ faces: [], total: 0 });
  expect(await console.ask('counts', {})).toMatchObject({ photos: 0, faces: { faceCount: 0 } });
});

test('the system is told: which cloud, which names, which threshold', async () => {
  expect(await console.ask('system', {})).toMatchObject({
    cloud: 'local',
    region: 'us-east-1',
    account: '000000000000',
    rawPrefix: 'photos-raw/',
    collection: { id: 'match-faces', faceCount: 0 },
    threshold: 95,
    startsOnUpload: true,
    indexesFaces: false,
  });
});

test('a photo is run by its key, and every face is told with its place and its crop', async () => {
  const estimate = await console.ask('estimate', {
    body: { action: 'start', key: party },
  });
  expect(estimate).toMatchObject({ photos: 1, faces: 4, assumed: true, free: true, detectFacesCalls: 1 });
  const { execution } = await console.ask('start', { body: { key: party } });
  const detail = await console.ended(execution);
  expect(detail).toMatchObject({
    name: execution,
    status: 'SUCCEEDED',
    photo: { key: party, size: { width: 903, height: 200 }, facesTruncated: false },
    counts: { faceCount: 3, matchedCount: 0, unmatchedCount: 3, failedCount: 0 },
    photoStatus: 'MATCHED',
    threshold: 95,
    redrives: [],
  });
  expect(detail.remedy).toBeUndefined();
  expect(outcomes(detail.faces)).toEqual(['NoMatch', 'NoMatch', 'NoMatch']);
  expect(detail.faces.map(({ idx }) => idx)).toEqual([1, 2, 3]);
  const [face] = detail.faces;
  expect(face!.boundingBox.left).toBeCloseTo(30 / 903);
  const crop = await console.asPage(console.url + face!.cropUrl);
  expect(await sharp(Buffer.from(await crop.arrayBuffer())).metadata()).toMatchObject({ format: 'jpeg' });
});

test('its states are told in their order, with calls, iterations and, when asked, their data', async () => {
  const { name, visits } = await console.endedOf(party);
  expect(visits.map(({ state, status }) => [state, status])).toEqual([
    ['DetectFaces', 'succeeded'],
    ['WaitForTurn', 'succeeded'],
    ['SearchEachFace', 'succeeded'],
    ['RecordMatches', 'succeeded'],
    ['AllFacesSearched', 'succeeded'],
    ['PhotoRecorded', 'succeeded'],
  ]);
  const map = theMap(visits);
  expect(map.iterationCount).toBe(3);
  expect(map.iterations!.map(({ index, status }) => [index, status])).toEqual([
    [0, 'succeeded'],
    [1, 'succeeded'],
    [2, 'succeeded'],
  ]);
  const search = map.iterations![1]!.visits[0]!;
  expect(search).toMatchObject({ state: 'CropAndSearch', calls: [{ endedAt: expect.any(String) }] });
  const data = await console.ask('visit', { params: { name, id: search.id } });
  expect(JSON.parse(data.input!).face.idx).toBe(2);
  expect(JSON.parse(data.output!).face).toMatchObject({ idx: 2, outcome: 'NoMatch' });
  expect(await refusal(console.ask('visit', { params: { name, id: 1 } }))).toMatchObject({ status: 404 });
});

test('the definition is the one that the execution started with', async () => {
  const { name } = await console.endedOf(party);
  const definition = await console.ask('definition', { params: { name } });
  expect(definition.StartAt).toBe('DetectFaces');
  expect(Object.keys(definition.States.SearchEachFace!.ItemProcessor!.States)).toContain('IndexFacesHook');
});

test('an unknown face is enrolled with one click, and found when the photo runs again', async () => {
  const { faces } = await console.ask('unknownFaces', {});
  expect(faces).toHaveLength(3);
  const face = faces.find(({ idx }) => idx === 2)!;
  const { faceId, key } = await console.ask('enroll', { body: { cropKey: face.cropKey } });
  expect(key).toBe(party);
  const [person] = (await console.ask('people', { query: {} })).people;
  expect(person).toMatchObject({ faceId, inCollection: true, photoCount: 0, crops: [expect.any(String)] });
  expect((await console.asPage(console.url + person!.crops[0])).status).toBe(200);

  const { execution } = await console.ask('start', { body: { key: party, threshold: 90 } });
  const again = await console.ended(execution);
  expect(outcomes(again.faces)).toEqual(['Match', 'Match', 'Match']);
  expect(again.faces[0]).toMatchObject({ personId: faceId, similarity: expect.any(Number) });
  expect(again).toMatchObject({ threshold: 90, givenThreshold: 90 });
  const found = await console.ask('person', { params: { faceId } });
  expect(found).toMatchObject({ photoCount: 1, inCollection: true });
  expect(found.occurrences.map(({ idx }) => idx).sort()).toEqual([1, 2, 3]);
  expect(await console.ask('counts', {})).toMatchObject({
    photos: 1,
    byStatus: { MATCHED: 1 },
    faces: { faceCount: 3, matchedCount: 3, unmatchedCount: 0 },
  });
});

test('nobody is enrolled twice, unless it is meant', async () => {
  const { name } = await console.endedOf(party);
  const { output } = await console.ask('execution', { params: { name } });
  const photoId = JSON.parse(output!).photoId;
  const { body } = await refusalOfEnrolling(photoId);
  const again = await console.ask('enroll', { body: { ...body, anyway: true } });
  expect((await console.ask('people', { query: {} })).people).toHaveLength(2);
  await console.ask('forget', { params: { faceId: again.faceId } });
});

async function refusalOfEnrolling(photoId: string) {
  const { photo } = await console.endedOf(party);
  const etag = new URL(photo!.imageUrl, console.url).searchParams.get('etag');
  const body = { cropKey: `faces-thumbs/${photoId}/${etag}/face_3.jpg` };
  expect(await refusal(console.ask('enroll', { body }))).toMatchObject({ status: 409, name: 'AlreadyKnown' });
  return { body };
}

test('a forgotten face is gone from the collection, from the records, and its kept crop with it', async () => {
  const [person] = (await console.ask('people', { query: {} })).people;
  const { faceId } = person!;
  const forgotten = await console.ask('forget', { params: { faceId } });
  expect(forgotten).toMatchObject({ deleted: true, keys: [party] });
  const { Faces } = await cloud.rekognition.send(new ListFacesCommand({ CollectionId: 'match-faces' }));
  expect(Faces).toEqual([]);
  expect((await cloud.record(party))!.faces.map(({ outcome }) => outcome)).toEqual([
    'NoMatch',
    'NoMatch',
    'NoMatch',
  ]);
  expect((await console.asPage(console.url + person!.crops[0])).status).toBe(404);
  expect(await console.ask('forget', { params: { faceId } })).toMatchObject({ deleted: false, keys: [] });
});

test('an upload starts its execution, and replaces no photo unasked', async () => {
  const body = await bytes(photoWith(2));
  const uploaded = await console.ask('upload', { query: { name: '2024/über uns.jpg' }, body });
  expect(uploaded).toMatchObject({ key: 'photos-raw/2024/über uns.jpg', bytes: body.size });
  expect(uploaded.execution).toBeUndefined();
  const { startedAt, counts } = await console.endedOf(uploaded.key);
  expect(startedAt >= uploaded.uploadedAt).toBe(true);
  expect(counts).toMatchObject({ faceCount: 2 });

  const again = { name: '2024/über uns.jpg' };
  expect(await refusal(console.ask('upload', { query: again, body }))).toMatchObject({
    status: 409,
    name: 'PhotoExists',
  });
  const replaced = await console.ask('upload', {
    query: { ...again, replace: 'true' },
    body: await bytes(photoWith(1)),
  });
  expect(replaced.key).toBe(uploaded.key);
});

test('a camera raw is refused before it is stored, whatever it is called', async () => {
  const body = await bytes(cameraRaw());
  expect(await refusal(console.ask('upload', { query: { name: 'IMG_0001.jpg' }, body }))).toMatchObject({
    status: 422,
    name: 'PhotoUnsupported',
    message: expect.stringMatching(/^IMG_0001\.jpg is a camera raw; expected JPEG, .*: export it as JPEG/),
  });
  const { executions } = await console.ask('listExecutions', { query: { search: 'IMG_0001' } });
  expect(executions).toEqual([]);
});

test('a photo that was replaced since is not shown with the faces of the one before', async () => {
  const { executions } = await vi.waitUntil(
    async () => {
      const page = await console.ask('listExecutions', { query: { search: 'über' } });
      return page.executions.length === 2 && page.executions.every(({ stoppedAt }) => stoppedAt) && page;
    },
    { timeout: 60_000 },
  );
  const old = await console.ask('execution', { params: { name: executions[1]!.name } });
  for (const url of [old.photo!.imageUrl, executions[1]!.photo!.thumbnailUrl]) {
    const image = await console.asPage(console.url + url);
    expect(image.status).toBe(409);
    expect(await image.json()).toMatchObject({ error: { name: 'PhotoChanged' } });
  }
  expect((await console.asPage(console.url + executions[0]!.photo!.thumbnailUrl)).status).toBe(200);
});

test('a photo that cannot be used explains itself, and is helped by a new execution', async () => {
  const uploaded = await console.ask('upload', {
    query: { name: 'letter.jpg' },
    body: await bytes('Dear friend'),
  });
  const detail = await console.endedOf(uploaded.key);
  expect(detail).toMatchObject({
    status: 'FAILED',
    photoStatus: 'FAILED',
    error: { error: 'PhotoFailed', cause: expect.stringContaining('PhotoUnreadable') },
    remedy: { verdict: 'start again' },
    faces: [],
  });
  expect(detail.visits[0]).toMatchObject({
    state: 'DetectFaces',
    status: 'caught',
    calls: [{ error: { error: 'PhotoUnreadable' } }],
  });
  expect(await refusal(console.ask('redrive', { params: { name: detail.name } }))).toMatchObject({
    status: 409,
    name: 'NotRedrivable',
  });
  expect((await console.asPage(console.url + detail.photo!.imageUrl)).status).toBe(422);
});

test('a face that failed is told with its error, its retries with their times', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ThrottlingException', message: 'Slow down', status: 400 },
    times: 7,
  });
  onTestFinished(() => fault.remove());
  const { execution } = await console.ask('start', { body: { key: party } });
  const { visits } = await console.ended(execution);
  const calls = theMap(visits).iterations!.flatMap((iteration) => iteration.visits[0]!.calls);
  const failed = calls.filter(({ error }) => error?.error === 'ThrottlingException');
  expect(failed.length).toBeGreaterThan(0);
  for (const { startedAt, endedAt } of failed) expect(endedAt! >= startedAt).toBe(true);
});

test('a PARTIAL photo has its counts and its failed face, and is reprocessed with all that failed', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 },
    times: 1,
  });
  onTestFinished(() => fault.remove());
  const { execution } = await console.ask('start', { body: { key: party } });
  const detail = await console.ended(execution);
  expect(detail).toMatchObject({
    status: 'FAILED',
    photoStatus: 'PARTIAL',
    counts: { faceCount: 3, failedCount: 1, unmatchedCount: 2 },
    remedy: { verdict: 'start again' },
  });
  expect(detail.faces.find(({ outcome }) => outcome === 'Failed')).toMatchObject({
    error: 'ImageTooLargeException',
    stage: 'CropAndSearch',
  });
  expect(theMap(detail.visits).iterations!.filter(({ status }) => status === 'caught')).toHaveLength(1);

  const { run } = await console.ask('startRun', { body: { input: { failed: true } } });
  // The letter is FAILED, too.
  expect(await console.endedRun(run)).toMatchObject({
    progress: { photos: 2, green: 1, red: 1 },
    summary: { endings: { MATCHED: 1, FAILED: 1 } },
  });
  // The record is of the run's execution by now.
  expect((await console.ask('execution', { params: { name: execution } })).counts).toEqual(detail.counts);
  const { executions } = await console.ask('listExecutions', { query: { search: execution } });
  expect(executions[0]).toMatchObject({ photoStatus: 'PARTIAL', counts: { failedCount: 1 } });
});

test('an execution that failed before its record is redriven where it stopped', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    error: { name: 'AccessDeniedException', message: 'not authorized', status: 400 },
  });
  const { execution } = await console.ask('start', { body: { key: party } });
  const failed = await console.ended(execution);
  expect(failed).toMatchObject({ status: 'FAILED', remedy: { verdict: 'redrive' } });
  expect(failed.counts).toBeUndefined();
  expect(outcomes(failed.faces)).toEqual(['NoMatch', 'NoMatch', 'NoMatch']);
  fault.remove();

  const body = { action: 'redrive' as const, executions: [execution] };
  expect(await console.ask('estimate', { body })).toMatchObject({ detectFacesCalls: 0, searchCalls: 0 });
  await console.ask('redrive', { params: { name: execution } });
  const redriven = await vi.waitUntil(
    async () => {
      const detail = await console.ask('execution', { params: { name: execution } });
      return detail.status === 'SUCCEEDED' && detail;
    },
    { timeout: 60_000 },
  );
  expect(redriven.redrives).toHaveLength(1);
  expect(redriven.counts).toMatchObject({ faceCount: 3 });
  const row = (await console.ask('listExecutions', { query: { search: execution } })).executions[0];
  expect(row).toMatchObject({ status: 'SUCCEEDED', counts: { faceCount: 3 } });
});

test('an execution that runs is shown as it goes on, and is stopped', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    latencyMs: 20_000,
  });
  onTestFinished(() => fault.remove());
  const { execution } = await console.ask('start', { body: { key: party } });
  const running = await vi.waitUntil(
    async () => {
      const detail = await console.ask('execution', { params: { name: execution } });
      return theMap(detail.visits)?.iterationCount === 3 && detail;
    },
    { timeout: 60_000 },
  );
  expect(running.stoppedAt).toBeUndefined();
  expect(outcomes(running.faces)).toEqual(['Searching', 'Searching', 'Searching']);
  expect(theMap(running.visits)).toMatchObject({ status: 'running', iterationCount: 3 });
  await console.ask('stop', { params: { name: execution }, body: {} });
  const stopped = await console.ended(execution);
  expect(stopped).toMatchObject({ status: 'ABORTED', remedy: { verdict: 'redrive' } });
  expect(outcomes(stopped.faces)).toEqual(['NoOutcome', 'NoOutcome', 'NoOutcome']);
  expect(await refusal(console.ask('stop', { params: { name: execution }, body: {} }))).toMatchObject({
    status: 409,
  });
});

test('a face that waits for its retry says so, since when and for which attempt, and is not done', async () => {
  const slow = await startStubCloud({ 'party.jpg': await photoWith(2) }, { waitScale: 1 });
  const its = await startTestConsole(slow.dataDir);
  onTestFinished(async () => {
    await its.close();
    await slow.close();
  });
  slow.cloud.faults.add({
    service: 'rekognition',
    operation: 'SearchFacesByImage',
    error: { name: 'ThrottlingException', message: 'Slow down', status: 400 },
  });
  const { execution: name } = await its.ask('start', { body: { key: party } });
  const detail = await vi.waitUntil(
    async () => {
      const told = await its.ask('execution', { params: { name } });
      return told.faces.some(({ outcome }) => outcome === 'Waiting') && told;
    },
    { timeout: 60_000, interval: 20 },
  );
  const face = detail.faces.find(({ outcome }) => outcome === 'Waiting')!;
  expect(face).toMatchObject({ since: expect.any(String), attempt: expect.any(Number) });
  const waiting = detail.visits.at(-1)!.iterations!.find(({ index }) => index === face.idx - 1)!;
  expect(waiting.status).toBe('waiting');
  expect(waiting.visits.at(-1)!.status).toBe('waiting');
  await its.ask('stop', { params: { name }, body: {} });
  const stopped = await its.ended(name);
  expect(stopped.visits.at(-1)!.iterations!.map(({ status }) => status)).toEqual(['aborted', 'aborted']);
});

test('the list is paged, filtered by status and time, and searched by photo and name', async () => {
  const all = (await console.ask('listExecutions', { query: { limit: 100 } })).executions;
  const starts = all.map(({ startedAt }) => startedAt);
  expect(starts).toEqual(starts.toSorted().reverse());

  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await console.ask('listExecutions', { query: { limit: 3, cursor } });
    expect(page.executions.length).toBeLessThanOrEqual(3);
    paged.push(...page.executions);
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(paged).toEqual(all);

  const failed = (await console.ask('listExecutions', { query: { status: 'FAILED' } })).executions;
  expect(failed.length).toBeGreaterThan(1);
  expect(failed).toEqual(all.filter(({ status }) => status === 'FAILED'));

  const [from, to] = [starts[5]!, starts[2]!];
  const between = (await console.ask('listExecutions', { query: { from, to } })).executions;
  expect(between).toEqual(all.filter(({ startedAt }) => startedAt >= from && startedAt < to));

  const found = await console.ask('listExecutions', { query: { search: 'LETTER', limit: 1 } });
  expect(found.executions.map(({ photo }) => photo!.key)).toEqual(['photos-raw/letter.jpg']);
  expect(found.cursor).toBeDefined();
  const rest = await console.ask('listExecutions', { query: { search: 'LETTER', cursor: found.cursor } });
  expect(rest.executions.map(({ photo }) => photo!.key)).toEqual(['photos-raw/letter.jpg']);
  expect(rest.cursor).toBeUndefined();
});

test('a new execution does not shift the next page', async () => {
  const before = await console.ask('listExecutions', { query: { limit: 2 } });
  const { execution } = await console.ask('start', { body: { key: party } });
  await console.ended(execution);
  const [first] = (await console.ask('listExecutions', { query: { limit: 1 } })).executions;
  expect(first!.name).toBe(execution);
  const next = await console.ask('listExecutions', { query: { limit: 2, cursor: before.cursor } });
  const all = (await console.ask('listExecutions', { query: { limit: 5 } })).executions;
  expect(next.executions).toEqual(all.slice(3, 5));
});

test('a photo of another format and orientation is shown upright', async () => {
  const lying = await sharp(await photoWith(0))
    .withMetadata({ orientation: 6 })
    .webp()
    .toBuffer();
  const { key } = await console.ask('upload', { query: { name: 'lying.webp' }, body: await bytes(lying) });
  const { photo } = await console.endedOf(key);
  expect(photo!.size).toEqual({ width: 200, height: 900 });
  const image = await console.asPage(console.url + photo!.thumbnailUrl);
  expect(image.headers.get('content-type')).toBe('image/jpeg');
  const { width, height } = await sharp(Buffer.from(await image.arrayBuffer())).metadata();
  expect([width, height]).toEqual([43, 192]);
});

test('a photo in which nobody is has no faces and no fault', async () => {
  const { key } = await console.ask('upload', {
    query: { name: 'nobody.png' },
    body: await bytes(
      sharp(await emptyPhoto())
        .resize(900, 200, { fit: 'fill' })
        .png()
        .toBuffer(),
    ),
  });
  expect(await console.endedOf(key)).toMatchObject({ photoStatus: 'NO_FACES', faces: [] });
});

test.each([
  ['start', { body: { key: 'photos-raw/gone.jpg' } }, { status: 400 }],
  ['start', { body: { key: 'elsewhere/party.jpg' } }, { status: 400 }],
  ['start', { body: { key: party, threshold: 101 } }, { status: 400, field: 'threshold' }],
  ['start', { body: { key: party, bucket: 'mine' } }, { status: 400 }],
  ['listExecutions', { query: { limit: 0 } }, { status: 400, field: 'limit' }],
  ['listExecutions', { query: { status: 'RED' } }, { status: 400, field: 'status' }],
  ['listExecutions', { query: { from: 'yesterday' } }, { status: 400, field: 'from' }],
  ['listExecutions', { query: { cursor: 'e30x' } }, { status: 400, field: 'cursor' }],
  ['startRun', { body: { input: { keys: [] } } }, { status: 400, field: 'input.keys' }],
  ['startRun', { body: { input: {} } }, { status: 400, field: 'input' }],
  ['startRun', { body: { input: { prefix: party, since: 'May' } } }, { status: 400, field: 'input.since' }],
  ['startRun', { body: { input: { keys: ['elsewhere/x.jpg'] } } }, { status: 400 }],
  ['startRun', { body: { input: { keys: ['photos-raw/gone.jpg'] } } }, { status: 400 }],
  ['estimateRun', { body: { input: { prefix: 'elsewhere/' } } }, { status: 400 }],
  ['run', { params: { name: 'nobody' } }, { status: 404, name: 'RunDoesNotExist' }],
  ['stopRun', { params: { name: 'nobody' } }, { status: 404, field: 'name' }],
  ['redriveRun', { params: { name: 'nobody' } }, { status: 404, field: 'name' }],
  ['runs', { query: { cursor: 'e30x' } }, { status: 400, field: 'cursor' }],
  ['estimate', { body: { action: 'dance' } }, { status: 400, field: 'action' }],
  ['execution', { params: { name: 'nobody' } }, { status: 404, name: 'ExecutionDoesNotExist' }],
  ['execution', { params: { name: 'a b' } }, { status: 400, field: 'name' }],
  ['person', { params: { faceId: 'Anna' } }, { status: 400, field: 'faceId' }],
  ['enroll', { body: { cropKey: 'faces-thumbs/working/x.jpg' } }, { status: 400, field: 'cropKey' }],
  ['upload', { query: { name: '/x.jpg' }, body: new Blob(['x']) }, { status: 400, field: 'name' }],
  ['upload', { query: { name: 'x.jpg' }, body: new Blob([]) }, { status: 400, field: 'body' }],
  ['stopRedrives', { params: { id: 'none' } }, { status: 404, field: 'id' }],
] as const)('%s %j is refused, and the answer says why', async (route, request, expected) => {
  const { ask } = console as unknown as { ask: (route: string, request: object) => Promise<unknown> };
  expect(await refusal(ask(route, request))).toMatchObject(expected);
});

test.each(['.', '..', 'party.jpg_(1)', "it's_a+b=c@home!", 'größe'])(
  'an execution of the name %s is found, and stopped, under it',
  async (name) => {
    const { stateMachineArn } = localDeployment;
    const input = JSON.stringify({ key: 'photos-raw/gone.jpg' });
    await cloud.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    expect(await console.ended(name)).toMatchObject({ name, status: 'FAILED' });
    expect(await console.ask('definition', { params: { name } })).toHaveProperty('StartAt');
    expect(await refusal(console.ask('stop', { params: { name }, body: {} }))).toMatchObject({ status: 409 });
  },
);

test('what the services deny is told with the permission to give', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'states',
    operation: 'ListExecutions',
    error: {
      name: 'AccessDeniedException',
      message: 'not authorized to perform: states:ListExecutions',
      status: 400,
    },
  });
  onTestFinished(() => fault.remove());
  expect(await refusal(console.ask('listExecutions', { query: {} }))).toMatchObject({
    status: 403,
    message: expect.stringContaining('states:ListExecutions'),
  });
});
