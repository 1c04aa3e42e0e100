import { expect, test } from 'vitest';
import { filterEvents } from '../../../../../console/web/execution/history/filter-events.ts';

const at = '2026-11-23T12:00:00.000Z';
const events = [
  { id: 1, type: 'ExecutionStarted', at },
  { id: 2, type: 'TaskStateEntered', state: 'CropAndSearch', face: 1, at },
  { id: 3, type: 'LambdaFunctionFailed', state: 'CropAndSearch', face: 2, at, error: 'Throttled' },
];
const found = (text: string, step = '') => filterEvents(events, { text, step }).map(({ id }) => id);

test('events are found by type, step, error and id, in any case', () => {
  expect(found('')).toEqual([1, 2, 3]);
  expect(found('cropand')).toEqual([2, 3]);
  expect(found(' throttled ')).toEqual([3]);
  expect(found('3')).toEqual([3]);
});

test('events are told of one step or one face alone', () => {
  expect(found('', 'CropAndSearch')).toEqual([2, 3]);
  expect(found('', 'face 2')).toEqual([3]);
  expect(found('entered', 'face 2')).toEqual([]);
});
