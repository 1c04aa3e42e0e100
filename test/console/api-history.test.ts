import { afterAll, beforeAll, expect, test } from 'vitest';
import { RequestFailed } from '../../console/api/client.ts';
import { exportUrl } from '../../console/api/export.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';

/** What AWS's own console shows of an execution, and does with it. */

let cloud: StubCloud;
let console: TestConsole;
let name: string;
beforeAll(async () => {
  cloud = await startStubCloud({ 'party.jpg': await photoWith(2), 'letter.jpg': 'Dear friend' });
  console = await startTestConsole(cloud.dataDir);
  name = (await console.ask('start', { body: { key: party } })).execution;
  await console.ended(name);
});
afterAll(async () => {
  await console.close();
  await cloud.close();
});

const party = 'photos-raw/party.jpg';
const letter = 'photos-raw/letter.jpg';

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RequestFailed);
  const { status, failure } = error as RequestFailed;
  return { status, ...failure };
};

test('every event is told with its state and its face, and opened one by one', async () => {
  const { events } = await console.ask('events', { params: { name } });
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]).toEqual({ id: 1, type: 'ExecutionStarted', at: expect.any(String) });
  expect(events.find(({ type }) => type === 'MapIterationStarted')).toMatchObject({
    state: 'SearchEachFace',
    face: 1,
  });
  const searches = events.filter(
    ({ type, state }) => type === 'LambdaFunctionScheduled' && state === 'CropAndSearch',
  );
  expect(searches.map(({ face }) => face).toSorted()).toEqual([1, 2]);
  const { event } = await console.ask('event', { params: { name, id: searches[0]!.id } });
  const { lambdaFunctionScheduledEventDetails: details } = JSON.parse(event);
  expect(details).toMatchObject({ resource: expect.stringContaining(':function:CropAndSearch') });
  expect(details.input.face.idx).toBe(searches[0]!.face);
  expect(await refusal(console.ask('event', { params: { name, id: 9999 } }))).toMatchObject({
    status: 404,
    name: 'EventDoesNotExist',
  });
});

test('state transitions are counted as they are billed', async () => {
  const { events } = await console.ask('events', { params: { name } });
  const { transitions, eventCount } = await console.ask('execution', { params: { name } });
  expect(transitions).toBe(events.filter(({ type }) => type.endsWith('StateEntered')).length);
  expect(eventCount).toBe(events.length);
});

test('history, input and definition are files to keep', async () => {
  const file = async (what: Parameters<typeof exportUrl>[1]) => {
    const answer = await console.asPage(console.url + exportUrl(name, what));
    expect(answer.headers.get('content-disposition')).toContain(`${name}-${what}.json`);
    return (await answer.json()) as Record<string, object>;
  };
  const { events } = await file('history');
  expect((events as object[])[0]).toMatchObject({
    id: 1,
    type: 'ExecutionStarted',
    executionStartedEventDetails: {},
  });
  expect(await file('input')).toEqual({ key: party });
  expect(await file('output')).toMatchObject({ status: 'MATCHED' });
  const { States } = await file('definition');
  // In the order in which they were written.
  expect(Object.keys(States!)).toEqual(
    Object.keys((await console.ask('definition', { params: { name } })).States),
  );
});

test('what the local functions wrote of an execution is told, and nothing of another', async () => {
  const failed = (await console.ask('start', { body: { key: letter } })).execution;
  await console.ended(failed);
  const { functions } = await console.ask('logs', { params: { name: failed } });
  expect(functions.DetectFaces!.some(({ level, text }) => level === 'ERROR' && text.includes(letter))).toBe(
    true,
  );
  const recorded = functions.RecordMatches!.filter(({ text }) => text.startsWith('PhotoFailed'));
  expect(recorded).toHaveLength(1);
  expect(JSON.stringify(functions)).not.toContain('NoMatch');
  const ofParty = (await console.ask('logs', { params: { name } })).functions;
  expect(ofParty.RecordMatches!.filter(({ text }) => text.startsWith('NoMatch'))).toHaveLength(2);
  expect(JSON.stringify(ofParty)).not.toContain(letter);
});

test('an execution is started with an input and a name of one’s own', async () => {
  const input = JSON.stringify({ key: party, threshold: 80, Comment: 'tried by hand' });
  const own = `by-hand-${Date.now()}`;
  expect(await console.ask('startNamed', { body: { input, name: own } })).toMatchObject({ execution: own });
  expect(await console.ended(own)).toMatchObject({ status: 'SUCCEEDED', input, threshold: 80 });
  expect(await refusal(console.ask('startNamed', { body: { input, name: own } }))).toMatchObject({
    status: 409,
    name: 'ExecutionAlreadyExists',
    whatToDo: expect.stringContaining('another name'),
  });
});

test.each([
  ['no JSON', '{"key": ', 'Expected JSON'],
  ['a field that the workflow does not know', '{"key": "photos-raw/party.jpg", "prefix": "x"}', 'prefix'],
  ['another bucket', '{"key": "photos-raw/party.jpg", "bucket": "mine"}', '"mine"'],
  ['a photo that is not there', '{"key": "photos-raw/none.jpg"}', 'photos-raw/none.jpg'],
])('an input with %s is refused before it starts anything', async (_, input, message) => {
  expect(await refusal(console.ask('startNamed', { body: { input } }))).toMatchObject({
    status: 400,
    message: expect.stringContaining(message),
  });
});

test('a name that Step Functions does not take is refused by its field', async () => {
  const body = { input: JSON.stringify({ key: party }), name: 'two words' };
  expect(await refusal(console.ask('startNamed', { body }))).toMatchObject({
    status: 400,
    field: 'name',
    message: expect.stringContaining('no white space'),
  });
});

test('an execution is stopped with a cause, which it keeps', async () => {
  const fault = cloud.cloud.faults.add({
    service: 'rekognition',
    operation: 'DetectFaces',
    latencyMs: 60_000,
  });
  const { execution } = await console.ask('start', { body: { key: party } });
  await console.ask('stop', { params: { name: execution }, body: { cause: 'the wrong photo' } });
  fault.remove();
  expect(await console.ended(execution)).toMatchObject({
    status: 'ABORTED',
    error: { error: 'Stopped', cause: 'the wrong photo' },
  });
});
