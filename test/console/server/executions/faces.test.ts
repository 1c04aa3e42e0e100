import { expect, test } from 'vitest';
import { readDetected, readFaces } from '../../../../console/server/executions/faces.ts';
import type { StateVisit } from '../../../../operations/executions/state-visits.ts';
import detectedFaces from '../../../../statemachine/samples/detected-faces.json' with { type: 'json' };

const visitOf = (state: string, more: Partial<StateVisit>): StateVisit => ({
  ...{ id: 1, state, status: 'succeeded', attempts: 0, calls: [], errors: [] },
  ...{ startedAt: new Date(0), endedAt: new Date(0), ...more },
});

test('what a stage said of a face that it failed is told from the history, for the record has only its name', () => {
  const [first] = detectedFaces.faces;
  const face = {
    ...{ idx: 1, boundingBox: first!.boundingBox, outcome: 'NoMatch', threshold: 95 },
    ...{ crop: { bucket: 'thumbs', key: 'faces-thumbs/a/b/face_1.jpg' }, faceModelVersion: '7.0' },
  };
  const failed = { outcome: 'Failed', face, failure: { Error: 'CollectionFull' } };
  const iteration = [
    visitOf('CropAndSearch', { output: '{}' }),
    visitOf('IndexFacesHook', {
      status: 'caught',
      errors: [
        { error: 'ThrottlingException', cause: 'Slow down' },
        { error: 'CollectionFull', cause: 'It holds 20 million faces' },
      ],
    }),
    visitOf('IndexFacesFailed', { output: JSON.stringify(failed) }),
  ];
  const visits = [
    visitOf('DetectFaces', { output: JSON.stringify(detectedFaces) }),
    visitOf('SearchEachFace', { iterations: [iteration] }),
  ];
  expect(readFaces(readDetected(visits)!, visits, { isRunning: true })[0]).toMatchObject({
    outcome: 'Failed',
    stage: 'IndexFaces',
    error: 'CollectionFull',
    cause: 'It holds 20 million faces',
    thumbKey: face.crop.key,
  });
});

test('what a stage returned that is no answer is told from the history, and not what it threw before', () => {
  const [first] = detectedFaces.faces;
  const face = {
    ...{ idx: 1, boundingBox: first!.boundingBox, outcome: 'NoMatch', threshold: 95 },
    ...{ crop: { bucket: 'thumbs', key: 'faces-thumbs/a/b/face_1.jpg' }, faceModelVersion: '7.0' },
  };
  const iteration = [
    visitOf('IndexFacesHook', {
      errors: [{ error: 'ThrottlingException', cause: 'Slow down' }],
      output: JSON.stringify({ face, answer: { FaceId: 'x'.repeat(300) } }),
    }),
    visitOf('IsIndexed', { output: '{}' }),
    visitOf('AnswerInvalid', {
      output: JSON.stringify({ outcome: 'Failed', face, failure: { Error: 'AnswerInvalid' } }),
    }),
  ];
  const visits = [
    visitOf('DetectFaces', { output: JSON.stringify(detectedFaces) }),
    visitOf('SearchEachFace', { iterations: [iteration] }),
  ];
  expect(readFaces(readDetected(visits)!, visits, { isRunning: true })[0]).toMatchObject({
    error: 'AnswerInvalid',
    cause: expect.stringMatching(
      /^Expected of the stage .* at the state IndexFacesHook: \{"FaceId":"x{189}…$/,
    ),
  });
});

test('a face that was searched and is with the stage in the hook says so, and since when', () => {
  const since = new Date(Date.UTC(2026, 10, 25));
  const visits = [
    visitOf('DetectFaces', { output: JSON.stringify(detectedFaces) }),
    visitOf('SearchEachFace', {
      iterations: [
        [
          visitOf('CropAndSearch', { output: '{}' }),
          visitOf('IndexFacesHook', { status: 'running', startedAt: since }),
        ],
      ],
    }),
  ];
  const [face] = readFaces(readDetected(visits)!, visits, { isRunning: true });
  expect(face).toMatchObject({ outcome: 'InHook', since: since.toISOString() });
});

test('a face that the stage told to come again is with it all the while', () => {
  const visits = [
    visitOf('DetectFaces', { output: JSON.stringify(detectedFaces) }),
    visitOf('SearchEachFace', {
      iterations: [
        [
          visitOf('CropAndSearch', { output: '{}' }),
          visitOf('IndexFacesHook', { status: 'waiting', attempts: 2 }),
        ],
      ],
    }),
  ];
  const [face] = readFaces(readDetected(visits)!, visits, { isRunning: true });
  expect(face).toMatchObject({ outcome: 'InHook', attempt: 3 });
});
