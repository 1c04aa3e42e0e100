import { expect, test } from 'vitest';
import { ownFate, platformErrors, projectErrors } from '../../../lambdas/shared/error-classes.ts';
import { helpByError, whatHelps } from '../../../operations/redrive/what-helps.ts';
import { type Definition, readDefinition, type State } from '../../../statemachine/definition.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html, and what each needs of a definition. */
const reserved: Readonly<Record<string, (state: State) => boolean>> = {
  'States.Runtime': () => true,
  'States.DataLimitExceeded': () => true,
  'States.Timeout': ({ Type }) => Type === 'Task',
  'States.Permissions': ({ Type }) => Type === 'Task',
  'States.HeartbeatTimeout': (state) => 'HeartbeatSeconds' in state,
  'States.ParameterPathFailure': (state) => /"[^"]+\.\$":/.test(JSON.stringify(state)),
  'States.ResultPathMatchFailure': (state) => typeof state.ResultPath === 'string',
  'States.IntrinsicFailure': (state) => JSON.stringify(state).includes('States.'),
  'States.NoChoiceMatched': (state) => state.Type === 'Choice' && !('Default' in state),
  'States.BranchFailed': ({ Type }) => Type === 'Parallel',
  'States.ExceedToleratedFailureThreshold': isDistributed,
  'States.ItemReaderFailed': isDistributed,
  'States.ResultWriterFailed': isDistributed,
  'States.Http.Socket': ({ Resource }) => String(Resource).includes('states:::http'),
  'States.QueryEvaluationError': ({ QueryLanguage }) => QueryLanguage === 'JSONata',
};

function isDistributed({ ItemProcessor }: State): boolean {
  return JSON.stringify(ItemProcessor ?? {}).includes('DISTRIBUTED');
}

const statesOf = ({ States }: Pick<Definition, 'States'>): State[] =>
  Object.values(States).flatMap((state) => [
    state,
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);

/** What a state can fail with: a function may throw any error of this project, and be lost in any way of the platform. */
function endingsOf(state: State): string[] {
  if (state.Type === 'Fail') return [String(state.Error)];
  const thrown =
    state.Type === 'Task' ? [projectErrors, platformErrors].flatMap((all) => Object.values(all).flat()) : [];
  const own = Object.keys(reserved).filter((name) => reserved[name]!(state));
  const caught = ((state.Catch ?? []) as { ErrorEquals: string[] }[]).flatMap(
    ({ ErrorEquals }) => ErrorEquals,
  );
  return [...thrown, ...own].filter((name) => !caught.includes(name));
}

const endings = [...new Set(statesOf(readDefinition({ withStage: true })).flatMap(endingsOf))];

test('every error that the definition can end with is judged, and no other', () => {
  expect(endings.length).toBeGreaterThan(30);
  expect(Object.keys(helpByError).toSorted()).toEqual(endings.toSorted());
});

test('a redrive is offered for what is mended outside of the execution, and for nothing else', () => {
  const mended = [
    ...['throttle', 'transient', 'face'].flatMap((each) => projectErrors[each as 'face']),
    ...Object.values(platformErrors).flat(),
    ...['PermissionMissing', 'CollectionMissing', 'TableMissing', 'BucketMissing'],
    ...['EncryptionKeyUnusable', 'EnvironmentInvalid', 'States.Permissions'],
  ];
  expect(endings.filter((error) => whatHelps(error) === 'redrive').toSorted()).toEqual(mended.toSorted());
  expect(endings.filter((error) => whatHelps(error) === 'wrong input')).toEqual(['InvalidInput']);
});

test("an execution that ended by its own photo's or input's fault, which rings no alarm, is never redriven", () => {
  expect(ownFate.filter((error) => whatHelps(error) === 'redrive')).toEqual([]);
});

test.each([undefined, 'TypeError', 'ValidationException', 'toString'])(
  'an execution that was aborted, or met a defect that is mended by a deployment, is redriven: %s',
  (error) => {
    expect(whatHelps(error)).toBe('redrive');
  },
);
