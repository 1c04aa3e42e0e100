import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { answers } from './answering-stage.ts';
import { type Deployed, deployLocally, type Finished } from './deployed.ts';

const names = Object.keys(answers);
const wrong = names.filter((name) => !/a state takes|does not want/.test(name));

let deployed: Deployed;
let execution: Finished;
let record: PhotoRecord;
beforeAll(async () => {
  const handlerFile = fileURLToPath(new URL('answering-stage.ts', import.meta.url));
  const indexFacesFunction = { handlerFile, timeoutSeconds: 60, memoryMB: 256, environment: {} };
  deployed = await deployLocally({ engine: fixedFaces(100), waitScale: 0, indexFacesFunction });
  const key = await deployed.upload('answered.jpg', await plainPhoto());
  execution = await deployed.run({ key });
  record = (await deployed.record(key))!;
});
afterAll(() => deployed.close());

const faceOf = (name: string) => record.faces[names.indexOf(name)];
const expected =
  'Expected of the stage {faceId, personId} as strings, or {notIndexed} with a reason of at most twenty words';

test('whatever a stage returns, the photo is recorded, and says how many faces were not indexed', () => {
  expect(execution).toMatchObject({
    error: 'FacesFailed',
    cause: expect.stringMatching(
      /^12 of 100 faces not indexed: AnswerInvalid ×11, States\.DataLimitExceeded ×1\. /,
    ),
  });
  expect(record).toMatchObject({ status: 'PARTIAL', failedCount: 12, unmatchedCount: 1, indexedCount: 87 });
});

test.each(wrong)('%s makes its face Failed, with what was expected, and where it is what came', (name) => {
  expect(faceOf(name)).toMatchObject({
    outcome: 'Failed',
    stage: 'IndexFaces',
    error: 'AnswerInvalid',
    cause: `${expected}; what came is in the execution's history, at the state IndexFacesHook`,
    thumbKey: expect.stringContaining('face_'),
  });
});

test('so does more than a task may give', () => {
  expect(faceOf('more than a state takes')).toMatchObject({
    outcome: 'Failed',
    stage: 'IndexFaces',
    error: 'States.DataLimitExceeded',
    cause: `${expected}; more came than the 256 KB that a task may give`,
  });
});

test('a face that the stage does not want stays NoMatch, with the reason', () => {
  expect(faceOf('why it does not want the face')).toMatchObject({
    outcome: 'NoMatch',
    threshold: 95,
    notIndexed: 'LOW_SHARPNESS, a face in the dark',
  });
});

test('of an answer only the ids go on, for 100 that tell more would not fit', () => {
  expect(record.faces.at(-1)).toEqual({
    idx: 100,
    boundingBox: expect.anything(),
    thumbKey: expect.stringContaining('face_100.jpg'),
    outcome: 'Indexed',
    faceId: 'a-face',
    personId: 'a-person',
  });
});
