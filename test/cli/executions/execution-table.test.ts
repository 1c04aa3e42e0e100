import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { executionTable } from '../../../cli/executions/execution-table.ts';
import { formatTimeOfDay } from '../../../operations/format-time.ts';

const running = { name: 'one', status: 'RUNNING' as const, startedAt: new Date() };
const told = (waitsUntil?: Date) => stripVTControlCharacters(executionTable([{ ...running, waitsUntil }]));

test('an execution that waits for its turn says until when, instead of that it runs', () => {
  const turn = new Date();
  expect(told(turn)).toContain(`waits for its turn until ${formatTimeOfDay(turn)} `);
  expect(told(turn)).not.toContain('RUNNING');
  expect(told()).toContain('RUNNING');
});

test('a time of today is told without its day, and one of another day with it', () => {
  const turn = new Date(2026, 10, 24, 14, 3, 20);
  expect(formatTimeOfDay(turn, new Date(2026, 10, 24, 9))).toBe('14:03');
  expect(formatTimeOfDay(turn, new Date(2026, 10, 23, 23))).toBe('2026-11-24 14:03');
});
