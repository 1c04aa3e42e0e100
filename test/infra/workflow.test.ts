import validate from 'asl-validator';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functions } from '../../lambdas/functions.ts';
import { functionArn } from '../../local-aws/account.ts';
import type { FunctionName } from '../../statemachine/definition.ts';
import { type Definition, loadDefinition, type State } from '../../statemachine/definition.ts';
import { linesOf, roleStatements } from './statements.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize();
const stage = 'arn:aws:lambda:eu-west-1:123456789012:function:IndexFaces';
const plugged = synthesize({ indexFacesFunctionArn: stage });

interface Machine {
  readonly DefinitionString: string;
  readonly DefinitionSubstitutions: Record<string, unknown>;
}

const machineOf = (synthesized = template) =>
  Object.values(resourcesOf<Machine>(synthesized, 'AWS::StepFunctions::StateMachine'))[0]!.Properties;

/** The definition as Step Functions gets it from CloudFormation, with functions of an account. */
function deployed(synthesized = template): Definition {
  const { DefinitionString } = machineOf(synthesized);
  return JSON.parse(DefinitionString.replaceAll(/\$\{(\w+)Arn\}/g, (_, name) => functionArn(name)));
}

const statesOf = (states: Definition['States']): [string, State][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor.States) : []),
  ]);

const arns = Object.fromEntries(Object.keys(functions).map((name) => [name, functionArn(name)])) as Record<
  FunctionName,
  string
>;

describe('the state machine', () => {
  test('is the one that runs on one machine', () => {
    expect(deployed()).toEqual(loadDefinition(arns));
  });

  test('every placeholder of its definition is substituted by its function, and nothing else is', () => {
    const { DefinitionString, DefinitionSubstitutions } = machineOf();
    const placeholders = new Set([...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...placeholders].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
    for (const [name, function_] of Object.entries(DefinitionSubstitutions)) {
      expect(asText(function_)).toBe(`<${name.replace(/Arn$/, '')}>`);
    }
  });

  test.each([
    ['without a stage', template],
    ['with a stage', plugged],
  ])('%s every task has a timeout and retries, and only what design allows is caught', (_, synthesized) => {
    const definition = deployed(synthesized);
    expect(validate(structuredClone(definition)).errors).toEqual([]);
    const tasks = statesOf(definition.States).filter(([, { Type }]) => Type === 'Task');
    for (const [name, { TimeoutSeconds, Retry }] of tasks) {
      expect(TimeoutSeconds, name).toBeGreaterThan(0);
      expect((Retry as unknown[]).length, name).toBeGreaterThan(0);
    }
    const catching = tasks.filter(([, { Catch }]) => Catch).map(([name]) => name);
    expect(catching).toEqual([
      'DetectFaces',
      'CropAndSearch',
      ...(synthesized === plugged ? ['IndexFacesHook'] : []),
    ]);
  });

  test('is a Standard one that is traced, and logs every step without the data of faces', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'MatchFaces',
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  test('searches as many faces of a photo at once as it is told to', () => {
    const { States } = deployed(synthesize({ mapConcurrency: 5 }));
    expect(States.SearchEachFace).toMatchObject({ MaxConcurrency: 5 });
    expect(deployed().States.SearchEachFace).toMatchObject({ MaxConcurrency: 40 });
  });

  test('gives 100 faces the more time the fewer are searched at once', () => {
    const timeout = (mapConcurrency: number) => deployed(synthesize({ mapConcurrency })).TimeoutSeconds;
    expect(timeout(40)).toBe(loadDefinition(arns).TimeoutSeconds);
    expect(timeout(5)).toBe(Math.ceil((timeout(40) * 20) / 3));
  });
});

describe('the functions', () => {
  test.each(Object.entries(functions))('%s runs as it runs on one machine', (name, settings) => {
    const { Properties } = resourcesOf<FunctionProperties>(template, 'AWS::Lambda::Function')[name]!;
    expect(Properties).toMatchObject({
      FunctionName: `MatchFaces-${name}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: settings.timeoutSeconds,
      MemorySize: settings.memoryMB,
      TracingConfig: { Mode: 'Active' },
    });
    expect(Object.keys(Properties.Environment.Variables).sort()).toEqual([...settings.variables].sort());
    expect(asText(Properties.Role)).toBe(`<${name}Role>`);
    expect(asText(Properties.LoggingConfig.LogGroup)).toBe(`<${name}Logs>`);
  });

  test('nothing reserves concurrency, unless told to: then the searches', () => {
    const reserved = { ReservedConcurrentExecutions: Match.anyValue() };
    template.resourcePropertiesCountIs('AWS::Lambda::Function', reserved, 0);
    const limited = synthesize({ reservedConcurrency: 5 });
    limited.resourcePropertiesCountIs('AWS::Lambda::Function', reserved, 1);
    limited.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'MatchFaces-CropAndSearch',
      ReservedConcurrentExecutions: 5,
    });
  });

  test('settings reach them', () => {
    const settings = { threshold: 80, rawPrefix: 'in/', thumbsPrefix: 'out/', architecture: 'x86_64' };
    const other = resourcesOf<FunctionProperties>(synthesize(settings), 'AWS::Lambda::Function');
    expect(other.DetectFaces!.Properties.Environment.Variables).toMatchObject({
      FACE_MATCH_THRESHOLD: '80',
      RAW_PREFIX: 'in/',
    });
    expect(other.CropAndSearch!.Properties.Environment.Variables).toMatchObject({ THUMBS_PREFIX: 'out/' });
    for (const { Properties } of Object.values(other)) expect(Properties.Architectures).toEqual(['x86_64']);
  });

  test('logs are kept as long as told, and no longer', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    synthesize({ logRetentionDays: 7 }).allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });
});

describe('an upload', () => {
  test('of a photo under the prefix starts an execution with its bucket and key', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'photos-raw/' }], size: [{ numeric: ['>', 0] }] } },
      },
      Targets: [
        Match.objectLike({
          InputTransformer: {
            InputPathsMap: {
              'detail-bucket-name': '$.detail.bucket.name',
              'detail-object-key': '$.detail.object.key',
            },
            InputTemplate: '{"bucket":<detail-bucket-name>,"key":<detail-object-key>}',
          },
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
  });

  test('that starts none is kept for two weeks, encrypted', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
      SqsManagedSseEnabled: true,
    });
  });
});

describe('a stage for IndexFacesHook', () => {
  test('may be invoked, it and nothing else', () => {
    const without = linesOf(roleStatements(template).Workflow!);
    const added = linesOf(roleStatements(plugged).Workflow!).filter((line) => !without.includes(line));
    expect(added).toEqual([
      `Allow lambda:InvokeFunction on ${stage} <CropAndSearch> <DetectFaces> <RecordMatches>` +
        ' <CropAndSearch>:$LATEST <DetectFaces>:$LATEST <RecordMatches>:$LATEST',
    ]);
  });

  test('is retried, and its failure is the face’s', () => {
    const hook = deployed(plugged).States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook;
    expect(hook).toMatchObject({
      Type: 'Task',
      Resource: stage,
      Retry: [{ ErrorEquals: expect.arrayContaining(['ThrottlingException']) }, {}, {}],
      Catch: [{ Next: 'FaceFailed' }],
    });
  });

  test('unplugged, nothing of it is left', () => {
    expect(JSON.stringify(plugged.toJSON())).toContain(stage);
    expect(JSON.stringify(template.toJSON())).not.toContain(stage);
    expect(deployed().States.SearchEachFace!.ItemProcessor!.States.IndexFacesHook!.Type).toBe('Pass');
    expect(Object.keys(template.toJSON().Resources)).toEqual(Object.keys(plugged.toJSON().Resources));
  });
});

interface FunctionProperties {
  readonly Environment: { readonly Variables: Record<string, unknown> };
  readonly Architectures: string[];
  readonly Role: unknown;
  readonly LoggingConfig: { readonly LogGroup: unknown };
}
