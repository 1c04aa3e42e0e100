import { expect, test } from 'vitest';
import { toVisit } from '../../../../console/server/executions/visits.ts';
import type { StateVisit } from '../../../../operations/executions/state-visits.ts';
import { readDefinition } from '../../../../statemachine/definition.ts';

const visitOf = (state: string, more: Partial<StateVisit> = {}): StateVisit => ({
  ...{ id: 1, state, status: 'succeeded', attempts: 0, calls: [], errors: [] },
  ...{ startedAt: new Date(0), endedAt: new Date(0), ...more },
});

const iterationAfter = (state: string) =>
  toVisit(visitOf('SearchEachFace', { iterations: [[visitOf('CropAndSearch'), visitOf(state)]] }))
    .iterations![0]!.status;

const { States } = readDefinition({ withStage: true }).States.SearchEachFace!.ItemProcessor!;
const lastStates = Object.keys(States).filter((state) => States[state]!.End);

test.each(lastStates)('an iteration has ended after %s', (state) => {
  expect(iterationAfter(state)).toBe(state === 'AnswerInvalid' ? 'caught' : 'succeeded');
});

test('an iteration goes on after a state with another behind it', () => {
  expect(iterationAfter('IsNoMatch')).toBe('running');
});
