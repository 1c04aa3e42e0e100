import validate from 'asl-validator';
import { expect, test } from 'vitest';
import { functions } from '../../lambdas/functions.ts';
import { EnvironmentInvalid } from '../../lambdas/shared/environment.ts';
import { namesOf, projectErrors } from '../../lambdas/shared/error-classes.ts';
import * as errors from '../../lambdas/shared/errors.ts';
import { functionArn } from '../../local-aws/account.ts';
import type { FunctionName } from '../../statemachine/definition.ts';
import { type Definition, loadDefinition, type State } from '../../statemachine/definition.ts';

const functionArns = Object.fromEntries(
  Object.keys(functions).map((name) => [name, functionArn(name)]),
) as Record<FunctionName, string>;
const indexFacesFunctionArn = functionArn('IndexFaces');
const plain = loadDefinition(functionArns);
const plugged = loadDefinition(functionArns, { indexFacesFunctionArn });

interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxDelaySeconds?: number;
  MaxAttempts: number;
  JitterStrategy: string;
  Comment: string;
}
interface Task extends State {
  Resource: string;
  TimeoutSeconds: number;
  Retry: Retrier[];
  Catch?: { ErrorEquals: string[] }[];
}

const statesOf = ({ States }: Pick<Definition, 'States'>): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
const tasksOf = (definition: Definition) =>
  statesOf(definition).filter(([, state]) => state.Type === 'Task') as [string, Task][];
const caughtBy = (state: Task) => (state.Catch ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
const retriedBy = (state: Task) => state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

test.each([
  ['without a stage', plain],
  ['with a stage', plugged],
])('the definition %s is valid Amazon States Language', (_, definition) => {
  expect(validate(structuredClone(definition)).errors).toEqual([]);
});

test('every state says what it is for, and every retry why its numbers', () => {
  for (const [name, state] of statesOf(plugged)) expect(state.Comment, name).toMatch(/\w+ \w+/);
  for (const [name, { Retry }] of tasksOf(plugged)) {
    for (const { Comment } of Retry) expect(Comment, name).toMatch(/\w+ \w+/);
  }
});

test('a function without an ARN is refused by name', () => {
  const { CropAndSearch, ...others } = functionArns;
  expect(() => loadDefinition(others as typeof functionArns)).toThrow(
    '{CropAndSearchArn} in match-faces.asl.json',
  );
});

test.each(tasksOf(plain))(
  '%s gives its function the whole of its own timeout',
  (_, { Resource, TimeoutSeconds }) => {
    const name = Resource.split(':').at(-1) as FunctionName;
    expect(TimeoutSeconds).toBeGreaterThan(functions[name].timeoutSeconds);
  },
);

test.each(tasksOf(plugged))(
  '%s retries throttles patiently, faults briefly, and nothing permanent',
  (_, task) => {
    const [throttle, transient, lost, ...others] = task.Retry;
    expect(new Set(throttle!.ErrorEquals)).toEqual(namesOf('throttle'));
    expect(throttle).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: expect.any(Number) });
    expect(new Set(transient!.ErrorEquals)).toEqual(namesOf('transient'));
    expect(transient!.MaxAttempts).toBeLessThan(throttle!.MaxAttempts);
    expect(new Set(lost!.ErrorEquals)).toEqual(namesOf('lost'));
    expect(others).toEqual([]);
  },
);

test('the machine outlasts the worst sum of its retries', () => {
  const worst = ({ TimeoutSeconds, Retry }: Task) =>
    Retry.reduce(
      (seconds, retrier) => seconds + delays(retrier) + retrier.MaxAttempts * TimeoutSeconds,
      TimeoutSeconds,
    );
  const delays = ({
    IntervalSeconds,
    BackoffRate,
    MaxDelaySeconds = Number.POSITIVE_INFINITY,
    MaxAttempts,
  }: Retrier) =>
    Array.from({ length: MaxAttempts }, (_, attempt) =>
      Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds),
    ).reduce((sum, delay) => sum + delay, 0);
  const task = Object.fromEntries(tasksOf(plain));
  const waves = Math.ceil(100 / (plain.States.SearchEachFace!.MaxConcurrency as number));
  const sum = worst(task.DetectFaces!) + waves * worst(task.CropAndSearch!) + worst(task.RecordMatches!);
  expect(plain.TimeoutSeconds).toBeGreaterThan(sum);
});

test('a face is caught by an allow-list: what every face would meet fails the execution', () => {
  const { CropAndSearch } = Object.fromEntries(tasksOf(plain));
  expect(caughtBy(CropAndSearch!)).toEqual([...namesOf('face'), ...retriedBy(CropAndSearch!)]);
  for (const name of namesOf('everything')) expect(caughtBy(CropAndSearch!)).not.toContain(name);
});

test('nothing inside the Map can fail it but an uncaught error', () => {
  const inside = statesOf(plugged.States.SearchEachFace!.ItemProcessor!);
  expect(inside.filter(([, { Type }]) => Type === 'Fail')).toEqual([]);
  expect(JSON.stringify(plugged)).not.toContain('States.ALL');
});

test('exactly the errors that make a photo unusable are recorded as FAILED', () => {
  const { DetectFaces } = Object.fromEntries(tasksOf(plain));
  expect(new Set(caughtBy(DetectFaces!))).toEqual(namesOf('photo'));
});

test('every error of this project has a class, and every class an error', () => {
  const inCode = [...Object.values(errors), EnvironmentInvalid].map(
    (ErrorClass) => (Reflect.construct(ErrorClass, [new Error('met by one face')]) as Error).name,
  );
  expect(inCode.toSorted()).toEqual(Object.keys(projectErrors).toSorted());
});

test('a plugged-in stage changes IndexFacesHook and nothing else', () => {
  const unplug = structuredClone(plugged);
  const states = unplug.States.SearchEachFace!.ItemProcessor!.States as Record<string, State>;
  expect(states.IndexFacesHook).toMatchObject({ Type: 'Task', Resource: indexFacesFunctionArn });
  states.IndexFacesHook = plain.States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook!;
  expect(unplug).toEqual(plain);
});
