import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functions, reprocessFunctions } from '../../lambdas/functions.ts';
import { functionArn } from '../../local-aws/account.ts';
import {
  type Definition,
  loadDefinition,
  readDefinition,
  readReprocessDefinition,
} from '../../statemachine/definition.ts';
import { linesOf, roleStatements } from './statements.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize();
const stage = 'arn:aws:lambda:eu-west-1:123456789012:function:IndexFaces';
const plugged = synthesize({ indexFacesFunctionArn: stage });

interface Machine {
  readonly DefinitionString: string;
  readonly DefinitionSubstitutions: Record<string, unknown>;
}

const machineOf = (synthesized = template, id: 'Workflow' | 'Reprocess' = 'Workflow') =>
  resourcesOf<Machine>(synthesized, 'AWS::StepFunctions::StateMachine')[id]!.Properties;

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

  test('that runs many photos again is the file, too, and starts executions of the other', () => {
    const { DefinitionString, DefinitionSubstitutions } = machineOf(template, 'Reprocess');
    expect(JSON.parse(DefinitionString)).toEqual(readReprocessDefinition());
    const arns = Object.entries(DefinitionSubstitutions).map(([name, value]) => [name, asText(value)]);
    expect(Object.fromEntries(arns)).toEqual({
      SelectPhotosArn: '<SelectPhotos>',
      SummariseArn: '<Summarise>',
      MatchFacesArn: '<Workflow>',
    });
  });

  test.each(['MatchFaces', 'MatchFaces-ReprocessPhotos'])(
    '%s is a Standard one that is traced, and logs every step without the data of faces',
    (name) => {
      template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
        StateMachineName: name,
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    },
  );
});

describe('the functions', () => {
  test.each(Object.entries({ ...functions, ...reprocessFunctions }))(
    '%s runs as it runs on one machine',
    (name, settings) => {
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
    },
  );

  test('nothing reserves concurrency, of which a new account has too little', () => {
    const reserved = { ReservedConcurrentExecutions: Match.anyValue() };
    template.resourcePropertiesCountIs('AWS::Lambda::Function', reserved, 0);
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

describe('the pace', () => {
  const rates = (synthesized = template) => {
    const of = resourcesOf<FunctionProperties>(synthesized, 'AWS::Lambda::Function');
    const value = (name: string, variable: string) =>
      asText(of[name]!.Properties.Environment.Variables[variable]);
    return {
      searches: value('DetectFaces', 'SEARCHES_PER_SECOND'),
      starts: value('UploadTriggerQueueStartMatch', 'STARTS_PER_SECOND'),
    };
  };

  test('is by default what Rekognition takes in the Region, with room for others’ detections', () => {
    expect(rates()).toEqual({
      searches: '<RatesIsLargeRegion ? 50 : 5>',
      starts: '<RatesIsLargeRegion ? 80 : 20>',
    });
    const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
    expect(Object.values(template.toJSON().Conditions)).toEqual([
      { 'Fn::Or': regions.map((region) => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] })) },
    ]);
  });

  test.each([200, 'none'] as const)(
    'is %s where it is told to be, and starts stay within detections',
    (given) => {
      expect(rates(synthesize({ searchesPerSecond: given }))).toEqual({
        searches: String(given),
        starts: '<RatesIsLargeRegion ? 80 : 20>',
      });
    },
  );

  test('is kept by a table of its own, which goes with the stack', () => {
    const [id] = Object.entries(template.findResources('AWS::DynamoDB::Table')).find(
      ([, { Properties }]) => Properties.TableName === 'MatchFaces-Pace',
    )!;
    expect(template.findResources('AWS::DynamoDB::Table')[id]).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: {
        KeySchema: [{ AttributeName: 'clock', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  });
});

describe('an upload', () => {
  test('of a photo under the prefix goes as it is into a queue, and is kept when it cannot', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'photos-raw/' }], size: [{ numeric: ['>', 0] }] } },
      },
      Targets: [
        Match.objectLike({
          InputTransformer: Match.absent(),
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
