import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { PhotoMetrics } from '../../infra/photo-metrics.ts';
import { clockMetrics } from '../../lambdas/detect-faces/take-turn.ts';
import { reportPhoto } from '../../lambdas/record-matches/report.ts';
import { ownFate, platformErrors, projectErrors, serviceErrors } from '../../lambdas/shared/error-classes.ts';
import { metrics } from '../../lambdas/shared/metrics.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { linesOf, resourceStatements } from './statements.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const runbook = readFileSync(new URL('../../RUNBOOK.md', import.meta.url), 'utf8');
const template = synthesize();
const alarms = Object.values(resourcesOf<Alarm>(template, 'AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties,
);

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly TreatMissingData: string;
  readonly AlarmActions?: unknown[];
}

test('every alarm has a section in the runbook, and every section an alarm', () => {
  const sections = [...runbook.matchAll(/^## (.*)$/gm)].map(([, title]) => `MatchFaces-${title}`);
  expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(sections.sort());
  for (const { AlarmName, AlarmDescription } of alarms) {
    expect(AlarmDescription).toContain(`See RUNBOOK.md, section ${AlarmName.replace('MatchFaces-', '')}`);
  }
});

test('the runbook explains no error that nobody throws', () => {
  const explained = [...runbook.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) =>
    names!.split(', ').map((name) => name.replaceAll('`', '')),
  );
  expect(explained.length).toBeGreaterThan(10);
  // AWS's own names stand in the records of what is told by them, and of what nobody expected.
  const tables: readonly Partial<Record<string, readonly string[]>>[] = Object.values(serviceErrors);
  const told = ['Throttled', 'ServiceFault', 'FaceFailed', 'asTheyAre'];
  const names = [
    ...tables.flatMap((table) => told.flatMap((as) => table[as] ?? [])),
    ...[platformErrors, projectErrors].flatMap((classes) => Object.values(classes).flat()),
    // And the state machine's own: AnswerInvalid is a state of the hook.
    ...['States.Runtime', 'States.DataLimitExceeded', 'AnswerInvalid'],
  ];
  for (const name of explained) expect(names).toContain(name);
});

test('the runbook looks into logs that exist', () => {
  const named = [...runbook.matchAll(/--log-group-name (\S+)/g)].map(([, name]) =>
    name!.replace('$STACK', 'MatchFaces'),
  );
  const logGroups = resourcesOf<{ LogGroupName: string }>(template, 'AWS::Logs::LogGroup');
  const existing = Object.values(logGroups).map(({ Properties }) => Properties.LogGroupName);
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(existing).toContain(name);
});

test('no upload, no alarm', () => {
  for (const { AlarmName, TreatMissingData } of alarms)
    expect(TreatMissingData, AlarmName).toBe('notBreaching');
});

describe('metrics that exist', () => {
  /** Of AWS, by namespace, as its documentation has them. */
  const known: Record<string, string[]> = {
    'AWS/States': [
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      'ExecutionThrottled',
      'ExecutionTime',
    ],
    'AWS/SQS': [
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateAgeOfOldestMessage',
    ],
    'AWS/Lambda': ['Throttles'],
    'AWS/Rekognition': ['ThrottledCount'],
    MatchFaces: [...reported(), ...filtered(), ...clockMetrics],
  };

  test('are what alarms watch', () => {
    for (const { Namespace, MetricName } of alarms) expect(known[Namespace]).toContain(MetricName);
  });

  test('are what the dashboard shows', () => {
    const shown = dashboardMetrics();
    expect(shown.length).toBeGreaterThan(20);
    for (const [namespace, name] of shown) expect(known[namespace], `${namespace} ${name}`).toContain(name);
  });

  test('of photos are found by the namespace and dimension under which they are reported', () => {
    const { namespace, dimensions } = new PhotoMetrics('MatchFaces').metric('Faces');
    const { _aws, ...blob } = report();
    expect(_aws!.CloudWatchMetrics[0]).toMatchObject({
      Namespace: namespace,
      Dimensions: [Object.keys(dimensions!)],
    });
    expect(blob).toMatchObject(dimensions!);
  });
});

test('the dashboard is about matches, faces, bad photos, throttles and time', () => {
  const titles = [...dashboardBody().matchAll(/"title":"([^"]*)"/g)].map(([, title]) => title);
  expect(titles).toEqual([
    'Match rate: searched faces that are known',
    'Matches by similarity',
    'Faces per photo',
    'Outcomes of faces',
    'Bad photos, and all executions',
    'Photos without faces',
    'Duration of an execution',
    'Throttles',
    'Executions that did not succeed',
    'Uploads before their start',
    'Age of the oldest upload before its start, seconds',
    'The clock',
    'Runs of many photos',
  ]);
});

describe('no photo and no input calls anybody', () => {
  const { FailedExecutionsFilter: filter, ReprocessFailed } = resourcesOf<{
    FilterPattern: unknown;
    MetricTransformations: object[];
  }>(template, 'AWS::Logs::MetricFilter');
  const pattern = asText(filter!.Properties.FilterPattern);
  const quiet = [...pattern.matchAll(/&& \(\$\.details\.error != "(\w+)"\)/g)].map(([, name]) => name!);

  test('executions are counted as failed, but for those that end in a Fail state or by a fate of their own', () => {
    expect(pattern).toMatch(/^\{ \(\$\.type = "ExecutionFailed"\)( && [^&]+)+ \}$/);
    expect(filter!.Properties.MetricTransformations).toMatchObject([
      { MetricName: 'ExecutionsFailed-MatchFaces', MetricNamespace: 'MatchFaces', MetricValue: '1' },
    ]);
    // CloudWatch Logs takes no longer pattern.
    expect(pattern.length).toBeLessThanOrEqual(1024);
    expect(quiet).toEqual(['FacesFailed', 'PhotoFailed', ...ownFate]);
    expect(quiet).toEqual(
      expect.arrayContaining(['PhotoChanged', 'PhotoGone', 'PhotoArchived', 'CutoutsGone', 'InvalidInput']),
    );
  });

  test('a run counts as failed by itself: neither its red photos nor a mistyped input call anybody', () => {
    const { FilterPattern, MetricTransformations } = ReprocessFailed!.Properties;
    expect(asText(FilterPattern)).toBe(
      '{ ($.type = "ExecutionFailed")' +
        ' && ($.execution_arn = "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:MatchFaces-ReprocessPhotos:*")' +
        ' && ($.details.error != "InvalidInput") }',
    );
    expect(MetricTransformations).toMatchObject([{ MetricName: 'RunsFailed-MatchFaces' }]);
  });

  test('what rings is what a person mends for every photo', () => {
    const classes = Object.values(projectErrors).flat();
    expect(classes.filter((name) => !quiet.includes(name)).sort()).toEqual([
      ...['BucketMissing', 'CollectionMissing', 'EncryptionKeyUnusable', 'EnvironmentInvalid', 'FaceFailed'],
      ...['PermissionMissing', 'ServiceFault', 'TableMissing', 'Throttled'],
    ]);
  });

  test('the runbook tells apart what rings and what does not', () => {
    const [, section] = /## ExecutionsFailed\n([\s\S]*?)\n## /.exec(runbook)!;
    const [rings, silent] = section!
      .split('**What does not ring.**')
      .map((part) =>
        [...part.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names]) => names!.replaceAll('`', '').split(', ')),
      );
    expect(silent!.length).toBeGreaterThan(3);
    for (const name of silent!) expect(quiet).toContain(name);
    for (const name of rings!) expect(quiet).not.toContain(name);
  });
});

describe('alarms go', () => {
  test('nowhere, unless told to', () => {
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() }, 0);
    template.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('to an address', () => {
    const mailed = synthesize({ alarmEmail: 'me@example.com' });
    mailed.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'me@example.com',
    });
    mailed.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { AlarmActions: [Match.anyValue()] },
      alarms.length,
    );
    expect(linesOf(resourceStatements(mailed, 'AWS::SNS::TopicPolicy').AlarmTopicPolicy!)).toEqual([
      'Deny sns:Publish on <AlarmTopic> to * when aws:SecureTransport is false',
      'Allow sns:Publish on <AlarmTopic> to cloudwatch.amazonaws.com when aws:SourceAccount is <AWS::AccountId>',
    ]);
  });

  test('to a topic', () => {
    const alarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:pager';
    const paged = synthesize({ alarmTopicArn });
    paged.resourceCountIs('AWS::SNS::Topic', 0);
    paged.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [alarmTopicArn] });
  });
});

/** What record-matches reports of a photo with one match. */
function report() {
  reportPhoto(photoWithAMatch);
  const blob = metrics.serializeMetrics();
  metrics.clearMetrics();
  metrics.clearDimensions();
  return blob;
}

function reported(): string[] {
  return report()._aws!.CloudWatchMetrics[0]!.Metrics.map(({ Name }) => Name);
}

function filtered(): string[] {
  interface Filter {
    readonly MetricTransformations: { readonly MetricName: string }[];
  }
  return Object.values(resourcesOf<Filter>(template, 'AWS::Logs::MetricFilter')).flatMap(({ Properties }) =>
    Properties.MetricTransformations.map(({ MetricName }) => MetricName),
  );
}

function dashboardBody(): string {
  const [dashboard] = Object.values(
    resourcesOf<{ DashboardBody: unknown }>(template, 'AWS::CloudWatch::Dashboard'),
  );
  return asText(dashboard!.Properties.DashboardBody);
}

function dashboardMetrics(): [string, string][] {
  interface Widget {
    readonly properties: { readonly metrics: [string | object, string][] };
  }
  const { widgets } = JSON.parse(dashboardBody()) as { widgets: Widget[] };
  return widgets
    .flatMap(({ properties }) => properties.metrics)
    .filter((metric): metric is [string, string] => typeof metric[0] === 'string');
}

const photoWithAMatch: PhotoRecord = {
  photoId: '9535d6c386edd2894c9f',
  s3Bucket: 'my-bucket',
  s3Key: 'photos-raw/party.jpg',
  status: 'MATCHED',
  faceCount: 1,
  matchedCount: 1,
  unmatchedCount: 0,
  indexedCount: 0,
  unsearchableCount: 0,
  failedCount: 0,
  facesTruncated: false,
  faces: [
    {
      idx: 1,
      boundingBox: { left: 0.1, top: 0.1, width: 0.1, height: 0.1 },
      outcome: 'Match',
      faceId: 'face-1',
      personId: 'face-1',
      similarity: 99.2,
    },
  ],
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:MatchFaces:party',
  startedAt: '2026-05-02T18:21:08.000Z',
  matchedAt: '2026-05-02T18:21:09.000Z',
};
