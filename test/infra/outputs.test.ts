import { describe, expect, test } from 'vitest';
import { readConfig } from '../../infra/config.ts';
import { deployCommand } from '../../operations/command-line.ts';
import { pasteDeployment } from '../fake-cdk.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize({ rawPrefix: 'photos/(in)+/' });
const outputs = Object.fromEntries(
  Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, asText(Value)]),
);

test('the stack puts out what the commands ask for', () => {
  expect(outputs).toMatchObject({
    RawBucket: '<RawPhotosBucket>',
    RawPrefix: 'photos/(in)+/',
    ThumbsBucket: '<ThumbsBucket>',
    ThumbsPrefix: 'faces-thumbs/',
    PhotosTable: '<PhotosTable>',
    CollectionId: '<FaceCollection>',
    StateMachineArn: '<Workflow>',
    ReprocessMachineArn: '<Reprocess>',
    PaceTable: 'MatchFaces-Pace',
    SearchesPerSecond: '<RatesIsLargeRegion ? 50 : 5>',
    UndeliveredUploads: '<UploadTriggerUndelivered>',
    WaitingUploads: '<UploadTriggerQueueWaiting>',
    UploadStarter: '<UploadTriggerQueueStartMatch>',
  });
});

test('the stack puts out where to look in the console', () => {
  const console = 'https://<AWS::Region>.console.aws.amazon.com';
  expect(outputs).toMatchObject({
    StateMachineConsole: `${console}/states/home?region=<AWS::Region>#/statemachines/view/<Workflow>`,
    ReprocessConsole: `${console}/states/home?region=<AWS::Region>#/statemachines/view/<Reprocess>`,
    DashboardConsole: `${console}/cloudwatch/home?region=<AWS::Region>#dashboards/dashboard/<Dashboard>`,
    UploadConsole:
      'https://s3.console.aws.amazon.com/s3/upload/<RawPhotosBucket>?region=<AWS::Region>&prefix=photos%2F(in)%2B%2F',
  });
});

test('the stack puts out the command that starts an execution by hand', () => {
  expect(outputs.StartExecution).toBe(
    'aws stepfunctions start-execution --region <AWS::Region> --state-machine-arn <Workflow>' +
      ` --input '{"key":"photos/(in)+/party.jpg"}'`,
  );
});

test('the stack puts out the command that tells what a run of all photos takes', () => {
  expect(outputs.StartReprocess).toBe(
    'aws stepfunctions start-execution --region <AWS::Region> --state-machine-arn <Reprocess>' +
      ` --input '{"prefix":"photos/(in)+/","dryRun":true}'`,
  );
});

test('the stack puts out its settings, for who deploys it again', () => {
  expect(outputs.Settings).toBe("-c stackName=MatchFaces -c 'rawPrefix=photos/(in)+/'");
});

describe('a stack with settings of every kind is deployed again as it is', () => {
  const settings = {
    stackName: 'Holiday',
    rawBucketKey: key('a'),
    thumbsBucketKey: key('b'),
    photosTableKey: key('c'),
    threshold: 90,
    rawPrefix: 'photos/(in)+/',
    thumbsPrefix: 'faces!=@/',
    thumbsExpiryDays: 30,
    architecture: 'x86_64',
    searchesPerSecond: 12.5,
    logRetentionDays: 7,
    alarmEmail: "o'hara@example.com",
    tags: "team=photos,stage=my test,of=Ann's",
    indexFacesFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:IndexFaces:$LATEST',
  };
  const { DeployAgain, Settings } = synthesize(settings).findOutputs('*');

  test('over what it left, when it was destroyed', async () => {
    const command = asText(DeployAgain!.Value).replaceAll(/<(?:AWS::)?(\w+)>/g, (_, id: string) =>
      id.toLowerCase(),
    );
    const { thumbsExpiryDays: _, ...kept } = settings;
    expect(await pasteDeployment(command)).toEqual({
      operation: 'deploy',
      region: 'region',
      config: readConfig({
        ...kept,
        rawBucket: 'rawphotosbucket',
        thumbsBucket: 'thumbsbucket',
        photosTable: 'photostable',
        collectionId: 'facecollection',
      }),
    });
  });

  test('by the command that doctor tells, with what it changes', async () => {
    const stack = { aws: true, dataDir: '/', region: 'eu-west-1', profile: "Ann's", stack: 'Holiday' };
    const deployment = { settings: asText(Settings!.Value) };
    expect(await pasteDeployment(deployCommand(stack, deployment, ['photosTable=Other']))).toEqual({
      operation: 'deploy',
      region: 'eu-west-1',
      profile: "Ann's",
      config: readConfig({ ...settings, photosTable: 'Other' }),
    });
  });
});

test('a saved query finds executions by the key of their photo, and is put out', () => {
  const [query] = Object.values(resourcesOf<Query>(template, 'AWS::Logs::QueryDefinition'));
  const { Name, LogGroupNames, QueryString } = query!.Properties;
  expect(Name).toBe('MatchFaces/find the executions of a photo');
  expect(LogGroupNames.map(asText)).toEqual(['<RecordMatchesLogs>', '<WorkflowLogs>']);
  expect(QueryString).toContain('filter @message like "photos/(in)+/party.jpg"');
  expect(outputs.FindExecution).toBe(QueryString.replaceAll('\n', ' '));
});

function key(letter: string): string {
  return `arn:aws:kms:eu-west-1:123456789012:key/mrk-${letter.repeat(32)}`;
}

interface Query {
  readonly Name: string;
  readonly LogGroupNames: unknown[];
  readonly QueryString: string;
}
