import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functions } from '../../lambdas/functions.ts';
import { functionArn } from '../../local-aws/account.ts';
import { type Definition, loadDefinition, readDefinition } from '../../statemachine/definition.ts';
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
  const { DefinitionString, DefinitionSubstitutions } = machineOf(synthesized);
  return JSON.parse(
    DefinitionString.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
      const substitution = asText(DefinitionSubstitutions[name]);
      return substitution.replace(/^<(\w+)>$/, (_, logicalId: string) => functionArn(logicalId));
    }),
  );
}

describe('the state machine', () => {
  test.each([
    ['without a stage', template, false],
    ['with a stage', plugged, true],
  ])('%s is the file, and the one that runs on one machine', (_, synthesized, withStage) => {
    const { DefinitionString, DefinitionSubstitutions } = machineOf(synthesized);
    expect(JSON.parse(DefinitionString)).toEqual(readDefinition({ withStage }));
    const placeholders = new Set([...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...placeholders].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
    const arnOf = (name: string) => (name === 'IndexFaces' ? stage : functionArn(name));
    expect(deployed(synthesized)).toEqual(loadDefinition(arnOf, { withStage }));
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
    const atOnce = (synthesized = template) => machineOf(synthesized).DefinitionSubstitutions.MapConcurrency;
    expect(atOnce(synthesize({ mapConcurrency: 5 }))).toBe('5');
    expect(atOnce()).toBe('40');
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

  test('unplugged, nothing of it is left', () => {
    expect(JSON.stringify(plugged.toJSON())).toContain(stage);
    expect(JSON.stringify(template.toJSON())).not.toContain(stage);
    expect(Object.keys(template.toJSON().Resources)).toEqual(Object.keys(plugged.toJSON().Resources));
  });
});

interface FunctionProperties {
  readonly Environment: { readonly Variables: Record<string, unknown> };
  readonly Architectures: string[];
  readonly Role: unknown;
  readonly LoggingConfig: { readonly LogGroup: unknown };
}
