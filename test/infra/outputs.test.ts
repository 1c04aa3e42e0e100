import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readConfig } from '../../infra/config.ts';
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

test('the stack puts out its settings, for who deploys it again', () => {
  expect(outputs.Settings).toBe("-c stackName=MatchFaces -c 'rawPrefix=photos/(in)+/'");
});

test('what a destroyed stack left is deployed over with all its settings', () => {
  const settings = {
    stackName: 'Holiday',
    threshold: 90,
    rawPrefix: 'photos/(in)+/',
    thumbsExpiryDays: 30,
    searchesPerSecond: 12.5,
    tags: 'team=photos,stage=my test',
  };
  const { Value } = synthesize(settings).findOutputs('DeployAgain').DeployAgain!;
  const command = asText(Value).replaceAll(/<(\w+)>/g, (_, id: string) => id.toLowerCase());
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command.replace(/^AWS_REGION=\S+ /, '')}`], {
    encoding: 'utf8',
  }).split('\n');
  expect(words.slice(0, 4)).toEqual(['npm', 'run', 'deploy', '--']);
  const given = words
    .filter((_, index) => words[index - 1] === '-c')
    .map((word) => word.split(/=(.*)/s).slice(0, 2));
  const { thumbsExpiryDays: _, ...kept } = settings;
  expect(readConfig(Object.fromEntries(given))).toEqual(
    readConfig({
      ...kept,
      rawBucket: 'rawphotosbucket',
      thumbsBucket: 'thumbsbucket',
      photosTable: 'photostable',
      collectionId: 'facecollection',
    }),
  );
});

test('a saved query finds executions by the key of their photo, and is put out', () => {
  const [query] = Object.values(resourcesOf<Query>(template, 'AWS::Logs::QueryDefinition'));
  const { Name, LogGroupNames, QueryString } = query!.Properties;
  expect(Name).toBe('MatchFaces/find the executions of a photo');
  expect(LogGroupNames.map(asText)).toEqual(['<RecordMatchesLogs>', '<WorkflowLogs>']);
  expect(QueryString).toContain('filter @message like "photos/(in)+/party.jpg"');
  expect(outputs.FindExecution).toBe(QueryString.replaceAll('\n', ' '));
});

interface Query {
  readonly Name: string;
  readonly LogGroupNames: unknown[];
  readonly QueryString: string;
}
