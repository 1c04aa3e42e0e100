import validate from 'asl-validator';
import { expect, test } from 'vitest';
import { functions, reprocessFunctions } from '../../lambdas/functions.ts';
import { EnvironmentInvalid } from '../../lambdas/shared/environment.ts';
import {
  type ErrorClass,
  platformErrors,
  projectErrors,
  serviceErrors,
} from '../../lambdas/shared/error-classes.ts';
import * as errors from '../../lambdas/shared/errors.ts';
import { mostFaces } from '../../lambdas/shared/rekognition-limits.ts';
import { functionArn, stateMachineArn } from '../../local-aws/account.ts';
import {
  type Definition,
  type FunctionName,
  loadDefinition,
  loadReprocessDefinition,
  type ReprocessFunctionName,
  readDefinition,
  readReprocessDefinition,
  type State,
} from '../../statemachine/definition.ts';
import { estimate, statesPerChild } from '../../statemachine/estimate.ts';
import { mostFacesAtOnce } from '../../statemachine/payloads.ts';

const plain = loadDefinition(functionArn);
const plugged = loadDefinition(functionArn, { withStage: true });
const reprocess = loadReprocessDefinition(functionArn, stateMachineArn('MatchFaces'));
const allFunctions = { ...functions, ...reprocessFunctions };

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

type Classes = Readonly<Partial<Record<ErrorClass, readonly string[]>>>;
const byPlatform: Classes = platformErrors;
const byProject: Classes = projectErrors;
/** The names of a class that reach the state machine from this project's functions. */
const namesOf = (errorClass: ErrorClass) => [
  ...(byProject[errorClass] ?? []),
  ...(byPlatform[errorClass] ?? []),
];
/** AWS's own names of what handlers throw as that error, or as they are; each once. */
const awsNames = (as: 'Throttled' | 'ServiceFault' | 'asTheyAre') => {
  const tables: readonly Partial<Record<typeof as, readonly string[]>>[] = Object.values(serviceErrors);
  return [...new Set(tables.flatMap((table) => table[as] ?? []))];
};

test.each([
  ['without a stage', plain],
  ['with a stage', plugged],
  ['of ReprocessPhotos', reprocess],
])('the definition %s is valid Amazon States Language', (_, definition) => {
  expect(validate(structuredClone(definition)).errors).toEqual([]);
});

test('every state says what it is for, and every retry why its numbers', () => {
  const both = [plugged, reprocess];
  for (const [name, state] of both.flatMap(statesOf)) expect(state.Comment, name).toMatch(/\w+ \w+/);
  for (const [name, { Retry }] of both.flatMap(tasksOf)) {
    for (const { Comment } of Retry) expect(Comment, name).toMatch(/\w+ \w+/);
  }
});

const functionOf = ({ Resource }: Task) => Resource.split(':').at(-1) as FunctionName | ReprocessFunctionName;
/** Of ReprocessPhotos; the other task starts an execution. */
const lambdaTasks = tasksOf(reprocess).filter(([, { Resource }]) => Resource.includes(':lambda:'));

test('every task calls the function of its name, save RecordFailedPhoto, whose record RecordMatches writes', () => {
  expect(tasksOf(plain).map(([state, task]) => [state, functionOf(task)])).toEqual([
    ['DetectFaces', 'DetectFaces'],
    ['CropAndSearch', 'CropAndSearch'],
    ['RecordMatches', 'RecordMatches'],
    ['RecordFailedPhoto', 'RecordMatches'],
  ]);
  expect(lambdaTasks.map(([state, task]) => [state, functionOf(task)])).toEqual([
    ['SelectPhotos', 'SelectPhotos'],
    ['Summarise', 'Summarise'],
  ]);
});

test.each([...tasksOf(plain), ...lambdaTasks])(
  '%s gives its function the whole of its own timeout',
  (_, task) => {
    expect(task.TimeoutSeconds).toBeGreaterThan(allFunctions[functionOf(task)].timeoutSeconds);
  },
);

test.each([...tasksOf(plugged), ...lambdaTasks])(
  '%s has a timeout, retries throttles patiently, faults briefly, and nothing permanent',
  (name, task) => {
    const hook = name === 'IndexFacesHook';
    const [throttle, transient, lost, ...others] = task.Retry;
    expect(throttle!.ErrorEquals.toSorted()).toEqual(
      (hook ? [...awsNames('Throttled'), ...byPlatform.throttle!] : namesOf('throttle')).toSorted(),
    );
    expect(throttle).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: expect.any(Number) });
    expect(transient!.ErrorEquals.toSorted()).toEqual(
      (hook ? [...awsNames('ServiceFault'), ...byPlatform.transient!] : namesOf('transient')).toSorted(),
    );
    expect(transient!.MaxAttempts).toBeLessThan(throttle!.MaxAttempts);
    expect(lost!.ErrorEquals.toSorted()).toEqual(namesOf('lost').toSorted());
    expect(others).toEqual([]);
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
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
  const waves = Math.ceil(mostFaces / mostFacesAtOnce);
  const sum = worst(task.DetectFaces!) + waves * worst(task.CropAndSearch!) + worst(task.RecordMatches!);
  expect(plain.TimeoutSeconds).toBeGreaterThan(sum);
});

test('a face is caught by an allow-list: what every face would meet fails the execution', () => {
  const { CropAndSearch } = Object.fromEntries(tasksOf(plain));
  expect(caughtBy(CropAndSearch!)).toEqual([...namesOf('face'), ...retriedBy(CropAndSearch!)]);
  for (const name of [...namesOf('everything'), ...awsNames('asTheyAre')])
    expect(caughtBy(CropAndSearch!)).not.toContain(name);
});

test('whatever a stage in the hook throws makes its face Failed, and no other task catches anything', () => {
  const catching = tasksOf(plugged).filter(([, { Catch }]) => Catch);
  expect(catching.map(([name]) => name)).toEqual(['DetectFaces', 'CropAndSearch', 'IndexFacesHook']);
  expect(Object.fromEntries(catching).IndexFacesHook!.Catch).toMatchObject([
    {
      ErrorEquals: ['States.TaskFailed', 'States.Timeout', 'States.DataLimitExceeded'],
      Next: 'IndexFacesFailed',
    },
  ]);
});

test('a photo waits for its turn before its faces are searched, so many at once as its pace says', () => {
  expect(plain.States.DetectFaces).toMatchObject({ Next: 'WaitForTurn' });
  expect(plain.States.WaitForTurn).toMatchObject({
    ...{ Type: 'Wait', TimestampPath: '$.pace.turn', Next: 'SearchEachFace' },
  });
  expect(plain.States.SearchEachFace).toMatchObject({ MaxConcurrencyPath: '$.pace.atOnce' });
});

test('nothing inside the Map can fail it but an uncaught error', () => {
  const inside = statesOf(plugged.States.SearchEachFace!.ItemProcessor!);
  expect(inside.filter(([, { Type }]) => Type === 'Fail')).toEqual([]);
  expect(JSON.stringify(plugged)).not.toContain('States.ALL');
});

test('exactly the errors that make a photo unusable are recorded as FAILED', () => {
  const { DetectFaces } = Object.fromEntries(tasksOf(plain));
  expect(caughtBy(DetectFaces!).toSorted()).toEqual(namesOf('photo').toSorted());
});

test('every error of this project has a class, and every class an error', () => {
  const inCode = [...Object.values(errors), EnvironmentInvalid].map((ErrorClass) => new ErrorClass('').name);
  expect(inCode.toSorted()).toEqual(Object.values(projectErrors).flat().toSorted());
});

test('a plugged-in stage changes IndexFacesHook, adds the states of its answer and its failure, and nothing else', () => {
  const unplug = structuredClone(plugged);
  const states = unplug.States.SearchEachFace!.ItemProcessor!.States as Record<string, State>;
  expect(states.IndexFacesHook).toMatchObject({ Type: 'Task', Resource: functionArn('IndexFaces') });
  expect(states.IsIndexed).toMatchObject({ Type: 'Choice', Default: 'AnswerInvalid' });
  for (const added of ['FaceIndexed', 'FaceNotIndexed', 'AnswerInvalid', 'IndexFacesFailed']) {
    expect(states[added]).toMatchObject({ Type: 'Pass', End: true });
    delete states[added];
  }
  delete states.IsIndexed;
  states.IndexFacesHook = plain.States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook!;
  expect(unplug).toEqual(plain);
});

test('a run adds to a photo the start of its child, and the states of it', () => {
  const { States } = reprocess.States.ReprocessEachPhoto!.ItemProcessor!;
  expect(statesPerChild).toBe(1 + Object.keys(States).length);
  const census = { photos: 1000, knownFaces: 2000, unknownPhotos: 500 };
  const quota = { searchFacesByImage: 50, detectFaces: 100 };
  const alone = estimate(census, quota);
  expect(alone).toMatchObject({
    ...{
      faces: 4000,
      transitions: 18_000,
      dollars: { calls: 5, transitions: 0.45, total: 5.45 },
      minutes: 1.33,
    },
  });
  const inRun = estimate(census, quota, { inRun: true });
  expect(inRun.transitions - alone.transitions).toBe(1000 * statesPerChild);
  expect(inRun.dollars.total - alone.dollars.total).toBeCloseTo(0.05, 10);
});

test('a run gives every photo its own execution, whose failure nothing catches: a redrive runs it again', () => {
  const { ReprocessEachPhoto } = reprocess.States;
  expect(JSON.stringify(reprocess)).not.toContain('"Catch"');
  expect(Object.values(ReprocessEachPhoto!.ItemProcessor!.States)).toMatchObject([
    {
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: {
        StateMachineArn: stateMachineArn('MatchFaces'),
        // Without it a redrive would meet the name that ran.
        'Name.$': expect.stringContaining('$$.Execution.RedriveCount'),
      },
      Retry: [{ ErrorEquals: expect.not.arrayContaining(['States.TaskFailed', 'States.ALL']) }],
    },
  ]);
});

test('what a deployment decides is a placeholder in the files', () => {
  const placeholdersIn = (text: string) =>
    [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();
  const arnsOf = (...names: string[]) => names.map((name) => `${name}Arn`).toSorted();
  const text = JSON.stringify(readDefinition({ withStage: true }));
  expect(placeholdersIn(text)).toEqual(arnsOf(...Object.keys(functions), 'IndexFaces'));
  expect(text).not.toContain('arn:');
  expect(JSON.stringify(plugged)).not.toContain('${');
  const textOfRun = JSON.stringify(readReprocessDefinition());
  expect(placeholdersIn(textOfRun)).toEqual(arnsOf(...Object.keys(reprocessFunctions), 'MatchFaces'));
  // Only what Step Functions does itself, which has no account.
  expect(textOfRun.replaceAll(/arn:aws:states:::(s3|states):\w+/g, '')).not.toContain('arn:');
  expect(JSON.stringify(reprocess)).not.toContain('${');
});
