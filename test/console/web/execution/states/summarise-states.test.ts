import { describe, expect, test } from 'vitest';
import {
  errorsInShort,
  groupErrors,
  mapProgress,
  progressInShort,
  summariseStates,
  summaryInShort,
} from '../../../../../console/web/execution/states/summarise-states.ts';
import { iterationOf, mapOf, visitOf } from '../visits.ts';

const visits = [
  visitOf('DetectFaces', 'succeeded'),
  mapOf(
    'running',
    5,
    iterationOf(0, 'succeeded', visitOf('CropAndSearch', 'succeeded'), visitOf('FaceDone', 'succeeded')),
    iterationOf(1, 'succeeded', visitOf('CropAndSearch', 'caught'), visitOf('FaceFailed', 'succeeded')),
    iterationOf(3, 'running', visitOf('CropAndSearch', 'running')),
  ),
];

describe('states of an execution', () => {
  test('a state of the Map is counted over all faces, and running as long as one runs', () => {
    const search = summariseStates(visits).get('CropAndSearch');
    expect(search).toMatchObject({ status: 'running', counts: { succeeded: 1, caught: 1, running: 1 } });
  });

  test('of one face, only its own visits are told', () => {
    const states = summariseStates(visits, 1);
    expect(states.get('CropAndSearch')).toMatchObject({ status: 'caught', counts: { caught: 1 } });
    expect(states.get('FaceFailed')?.status).toBe('succeeded');
    expect(states.has('FaceDone')).toBe(false);
  });

  test('what is outside the Map stays when a face is followed', () => {
    expect(summariseStates(visits, 1).get('DetectFaces')?.status).toBe('succeeded');
  });

  test('a failed visit is seen before succeeded ones', () => {
    const twice = [visitOf('RecordMatches', 'failed'), visitOf('RecordMatches', 'succeeded')];
    expect(summariseStates(twice).get('RecordMatches')).toMatchObject({
      status: 'failed',
      counts: { failed: 1, succeeded: 1 },
    });
  });

  test('a state that was not entered is not told', () => {
    expect(summariseStates(visits).has('RecordMatches')).toBe(false);
  });
});

describe('progress of the Map', () => {
  test('faces that have not begun count towards the total', () => {
    expect(mapProgress(visits[1]!)).toEqual({ total: 5, done: 2, running: 1, waiting: 0 });
  });

  test('a face that waits for its retry, or was stopped, is not done', () => {
    const failed = { calls: [{ from: 0, to: 1, error: 'Throttled' }] };
    const map = mapOf(
      'running',
      3,
      iterationOf(0, 'waiting', visitOf('CropAndSearch', 'waiting', failed)),
      iterationOf(1, 'aborted', visitOf('CropAndSearch', 'aborted', failed)),
      iterationOf(2, 'succeeded', visitOf('FaceDone', 'succeeded')),
    );
    expect(progressInShort(mapProgress(map)!)).toBe('1 of 3 faces done, 1 waiting for a retry');
    expect(summariseStates([map]).get('CropAndSearch')?.status).toBe('waiting');
  });

  test('retries that succeeded are counted at the state where they happened', () => {
    const twice = {
      calls: [
        { from: 0, to: 1, error: 'Throttled' },
        { from: 2, to: 3 },
      ],
    };
    const map = mapOf(
      'succeeded',
      2,
      iterationOf(0, 'succeeded', visitOf('CropAndSearch', 'succeeded', twice)),
      iterationOf(1, 'succeeded', visitOf('CropAndSearch', 'succeeded')),
    );
    expect(summaryInShort(summariseStates([map]).get('CropAndSearch')!)).toBe('2 succeeded, 1 retry');
  });

  test('a state that is no Map has none', () => {
    expect(mapProgress(visits[0]!)).toBeUndefined();
  });
});

describe('errors of a state', () => {
  const throttled = { from: 0, to: 1, error: 'ThrottlingException' };

  test('each is told once, with how often it was met, the most frequent first', () => {
    const met = groupErrors([
      visitOf('CropAndSearch', 'succeeded', {
        calls: [{ from: 0, to: 1, error: 'TimeoutError' }, throttled, throttled, { from: 5, to: 6 }],
      }),
      visitOf('CropAndSearch', 'caught', { calls: [throttled] }),
    ]);
    expect(errorsInShort(met)).toBe('ThrottlingException ×3, TimeoutError');
    expect(met[0]?.cause).toBe('the cause of ThrottlingException');
  });

  test('that of a Fail state, which calls nothing, is among them', () => {
    const failed = { ...visitOf('FacesFailed', 'failed'), error: { error: 'FacesFailed', cause: '1 of 2' } };
    expect(groupErrors([failed])).toEqual([{ error: 'FacesFailed', count: 1, cause: '1 of 2' }]);
  });
});
