import { describe, expect, test } from 'vitest';
import { describeRow, timelineRows } from '../../../../../console/web/execution/timeline/timeline-rows.ts';
import {
  formatTick,
  timelineRuns,
  timeTicks,
} from '../../../../../console/web/execution/timeline/timeline-scale.ts';
import { at, began, iterationOf, mapOf, visitOf } from '../visits.ts';

const now = began + 10_000;

const retried = visitOf('DetectFaces', 'succeeded', {
  calls: [
    { from: 100, to: 300, error: 'ThrottlingException' },
    { from: 1300, to: 1500, error: 'ThrottlingException' },
    { from: 3500, to: 3900 },
  ],
});

describe('rows of the timeline', () => {
  test('a retry is a call of its own, after a wait', () => {
    const [row] = timelineRows([retried], now);
    expect(row!.segments.map(({ kind, from, to }) => [kind, from - began, to - began])).toEqual([
      ['failed call', 100, 300],
      ['wait', 300, 1300],
      ['failed call', 1300, 1500],
      ['wait', 1500, 3500],
      ['call', 3500, 3900],
    ]);
  });

  test('a state that waits to try again has been waiting until now', () => {
    const waiting = visitOf('DetectFaces', 'waiting', { calls: [{ from: 0, to: 500, error: 'SlowDown' }] });
    expect(timelineRows([waiting], now)[0]!.segments.at(-1)).toMatchObject({ kind: 'wait', to: now });
  });

  test('what goes on is told from what has ended', () => {
    const running = timelineRows([visitOf('DetectFaces', 'running', { calls: [{ from: 0 }] })], now);
    expect(running[0]!.segments[0]!.kind).toBe('open');
    const stopped = timelineRows([visitOf('DetectFaces', 'aborted', { calls: [{ from: 0 }] })], now);
    expect(stopped[0]!.segments[0]!.kind).toBe('failed call');
  });

  test('a call that is open lasts until now, and no longer than its state', () => {
    const open = (status: 'running' | 'aborted') =>
      timelineRows([{ ...visitOf('DetectFaces', status, { calls: [{ from: 0 }] }), endedAt: at(700) }], now);
    expect(open('running')[0]!.segments[0]!.to).toBe(now);
    expect(open('aborted')[0]!.segments[0]!.to).toBe(began + 700);
  });

  test('a state that calls nothing is drawn whole', () => {
    const [row] = timelineRows([visitOf('IsNoMatch', 'succeeded', { from: 5, to: 8 })], now);
    expect(row!.segments).toMatchObject([{ kind: 'state', from: began + 5, to: began + 8 }]);
  });

  test('below the Map there is a row for each face, with all its states', () => {
    const rows = timelineRows(
      [
        mapOf(
          'succeeded',
          2,
          iterationOf(
            0,
            'succeeded',
            visitOf('CropAndSearch', 'succeeded'),
            visitOf('FaceDone', 'succeeded'),
          ),
          iterationOf(1, 'succeeded', visitOf('CropAndSearch', 'caught'), visitOf('FaceFailed', 'succeeded')),
        ),
      ],
      now,
    );
    expect(rows.map(({ state, iteration, status }) => [state ?? iteration, status])).toEqual([
      ['SearchEachFace', 'succeeded'],
      [0, 'succeeded'],
      [1, 'caught'],
    ]);
    expect(rows[1]!.segments.map(({ state }) => state)).toEqual(['CropAndSearch', 'FaceDone']);
  });

  test('a row is read out with its retries and what they met', () => {
    expect(describeRow(timelineRows([retried], now)[0]!)).toBe(
      'DetectFaces: succeeded, 3.80 s, 3 calls; met ThrottlingException ×2',
    );
  });
});

describe('runs of an execution', () => {
  test('one that was never redriven has one, until now while it goes on', () => {
    const runs = timelineRuns({ startedAt: at(0), redrives: [] }, [], now);
    expect(runs).toEqual([{ label: 'First run', from: began, to: now }]);
  });

  test('the days before a redrive belong to neither run', () => {
    const day = 86_400_000;
    const runs = timelineRuns(
      { startedAt: at(0), stoppedAt: at(day + 700), redrives: [at(day)] },
      [began + 900, began + 400, began + day + 500],
      now,
    );
    expect(runs).toEqual([
      { label: 'First run', from: began, to: began + 900 },
      { label: 'Redrive 1', from: began + day, to: began + day + 700 },
    ]);
  });
});

describe('times at the top', () => {
  test.each([
    [900, '0, 200 ms, 400 ms, 600 ms, 800 ms'],
    [4_000, '0, 1 s, 2 s, 3 s, 4 s'],
    [47_000, '0, 10 s, 20 s, 30 s, 40 s'],
    [100 * 60_000, '0, 30 min, 1 h, 1.5 h'],
    [100 * 86_400_000, '0, 400 h, 800 h, 1200 h, 1600 h, 2000 h, 2400 h'],
  ])('%d milliseconds are marked at %s', (duration, told) => {
    expect(timeTicks(duration).map(formatTick).join(', ')).toBe(told);
  });
});
