import { expect, test } from 'vitest';
import {
  arrowBetween,
  end,
  start,
  takenTransitions,
} from '../../../../../console/web/execution/graph/transitions.ts';
import { iterationOf, mapOf, visitOf } from '../visits.ts';

const succeeded = (...states: string[]) => states.map((state) => visitOf(state, 'succeeded'));
const visits = [
  ...succeeded('DetectFaces'),
  ...succeeded('WaitForTurn'),
  mapOf(
    'running',
    2,
    iterationOf(0, 'succeeded', ...succeeded('CropAndSearch', 'IsNoMatch', 'FaceDone')),
    iterationOf(
      1,
      'running',
      ...succeeded('CropAndSearch', 'IsNoMatch'),
      visitOf('IndexFacesHook', 'running'),
    ),
  ),
];

test('an arrow is taken when its states were visited one after the other', () => {
  const taken = takenTransitions(visits);
  expect(taken).toContain(arrowBetween(start, 'DetectFaces'));
  expect(taken).toContain(arrowBetween('IsNoMatch', 'FaceDone'));
  expect(taken).toContain(arrowBetween('IsNoMatch', 'IndexFacesHook'));
  expect(taken).not.toContain(arrowBetween('IndexFacesHook', 'FaceDone'));
});

test('of one face, only its own way is told, and the way to the Map', () => {
  const taken = takenTransitions(visits, 1);
  expect(taken).toContain(arrowBetween('WaitForTurn', 'SearchEachFace'));
  expect(taken).toContain(arrowBetween('IsNoMatch', 'IndexFacesHook'));
  expect(taken).not.toContain(arrowBetween('IsNoMatch', 'FaceDone'));
});

test('the end is reached by the last state, also by a Fail state, but by none that runs or met an error', () => {
  const reachesEnd = (...its: Parameters<typeof takenTransitions>[0]) =>
    takenTransitions(its).has(arrowBetween(its.at(-1)!.state, end));
  expect(reachesEnd(...succeeded('PhotoRecorded'))).toBe(true);
  expect(reachesEnd(visitOf('FacesFailed', 'failed'))).toBe(true);
  expect(reachesEnd(visitOf('DetectFaces', 'running'))).toBe(false);
  expect(
    reachesEnd(visitOf('DetectFaces', 'failed', { calls: [{ from: 0, to: 1, error: 'PermissionMissing' }] })),
  ).toBe(false);
});
