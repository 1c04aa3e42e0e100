import { expect, test } from 'vitest';
import { reportPhoto } from '../../lambdas/record-matches/report.ts';
import { metrics } from '../../lambdas/shared/metrics.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

/** Two deployments in one account and Region, each with everything that can be switched on. */

const stacks = ['Photos', 'Holiday'].map((stackName) => ({
  stackName,
  template: synthesize({ stackName, alarmEmail: 'me@example.com' }),
}));
type Stack = (typeof stacks)[number];

/** What refers to something of a stack is its own; the account's and Region's pseudo parameters are not. */
const inStack = ({ stackName }: Stack, value: unknown) =>
  asText(value).replaceAll(/<(?!AWS::)/g, `<${stackName}.`);

/** The properties by which a resource is known in its account and Region. */
const naming = /^(.*Name|CollectionId|Name)$/;
const notNames = new Set(['MetricName', 'LogGroupName of AWS::Logs::MetricFilter', 'PolicyName']);

function namesOf(stack: Stack): string[] {
  const resources = Object.values(stack.template.toJSON().Resources) as {
    Type: string;
    Properties?: object;
  }[];
  return resources.flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([property]) => naming.test(property) && !notNames.has(property))
      .filter(([property]) => !notNames.has(`${property} of ${Type}`))
      .map(([, name]) => `${Type} ${inStack(stack, name)}`),
  );
}

/** `MatchFaces FailedFaces service=match-faces StateMachine=Photos` */
function metricsOf(stack: Stack): string[] {
  interface Alarm {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: { readonly Name: string; readonly Value: unknown }[];
  }
  const ofAlarms = Object.values(resourcesOf<Alarm>(stack.template, 'AWS::CloudWatch::Alarm')).map(
    ({ Properties: { Namespace, MetricName, Dimensions = [] } }) =>
      [
        Namespace,
        MetricName,
        ...Dimensions.map(({ Name, Value }) => `${Name}=${inStack(stack, Value)}`),
      ].join(' '),
  );
  const [dashboard] = Object.values(
    resourcesOf<{ DashboardBody: unknown }>(stack.template, 'AWS::CloudWatch::Dashboard'),
  );
  interface Widget {
    readonly properties: { readonly metrics: (string | object)[][] };
  }
  const { widgets } = JSON.parse(inStack(stack, dashboard!.Properties.DashboardBody)) as {
    widgets: Widget[];
  };
  const shown = widgets
    .flatMap(({ properties }) => properties.metrics)
    .filter(([namespace]) => typeof namespace === 'string')
    .map((metric) => metric.filter((part) => typeof part === 'string') as string[])
    .map(([namespace, name, ...dimensions]) =>
      [
        namespace,
        name,
        ...dimensions.flatMap((part, index) => (index % 2 ? [] : `${part}=${dimensions[index + 1]}`)),
      ].join(' '),
    );
  return [...new Set([...ofAlarms, ...shown])];
}

const inCommon = (of: (stack: Stack) => string[]) => {
  const [one, other] = stacks.map(of);
  expect(one!.length).toBeGreaterThan(0);
  expect(other!).toHaveLength(one!.length);
  return one!.filter((name) => other!.includes(name));
};

test('two stacks have no name in common: function, log group, alarm, dashboard, query, machine, collection', () => {
  expect(namesOf(stacks[0]!).map((name) => name.split(' ')[0])).toEqual(
    expect.arrayContaining([
      ...[
        'AWS::Lambda::Function',
        'AWS::Logs::LogGroup',
        'AWS::CloudWatch::Alarm',
        'AWS::CloudWatch::Dashboard',
      ],
      ...['AWS::Logs::QueryDefinition', 'AWS::StepFunctions::StateMachine', 'AWS::Rekognition::Collection'],
    ]),
  );
  expect(inCommon(namesOf)).toEqual([]);
});

test('two stacks watch and show no metric in common, but the throttles of the account', () => {
  // Rekognition's quota is the account's, and its metric tells nobody's calls apart.
  expect(inCommon(metricsOf)).toEqual([
    'AWS/Rekognition ThrottledCount Operation=DetectFaces',
    'AWS/Rekognition ThrottledCount Operation=SearchFacesByImage',
  ]);
});

test('two stacks count failed executions in metrics of their own', () => {
  interface Filter {
    readonly MetricTransformations: { readonly MetricNamespace: string; readonly MetricName: string }[];
  }
  const counted = ({ template }: Stack) =>
    Object.values(resourcesOf<Filter>(template, 'AWS::Logs::MetricFilter')).flatMap(({ Properties }) =>
      Properties.MetricTransformations.map(
        ({ MetricNamespace, MetricName }) => `${MetricNamespace} ${MetricName}`,
      ),
    );
  expect(inCommon(counted)).toEqual([]);
});

test('a stack exports nothing', () => {
  for (const { template } of stacks) {
    for (const output of Object.values(template.toJSON().Outputs))
      expect(output).not.toHaveProperty('Export');
  }
});

test('what a photo reports is found by the alarms of its own stack, and by no other', () => {
  for (const { stackName, template } of stacks) {
    const { Workflow: machine } = resourcesOf<{ StateMachineName: string }>(
      template,
      'AWS::StepFunctions::StateMachine',
    );
    const executionArn = `arn:aws:states:eu-west-1:123456789012:execution:${machine!.Properties.StateMachineName}:a`;
    reportPhoto({ ...unusable, executionArn });
    const blob = metrics.serializeMetrics();
    metrics.clearMetrics();
    metrics.clearDimensions();
    const { Namespace, Dimensions } = blob._aws!.CloudWatchMetrics[0]!;
    const reported = `${Namespace} FailedFaces ${Dimensions[0]!.map((name) => `${name}=${blob[name]}`).join(' ')}`;
    const finders = stacks.filter((stack) => metricsOf(stack).some((metric) => sameMetric(metric, reported)));
    expect(finders.map((stack) => stack.stackName)).toEqual([stackName]);
  }
});

/** CloudWatch does not mind the order of dimensions. */
const sameMetric = (one: string, other: string) =>
  one.split(' ').sort().join() === other.split(' ').sort().join();

const unusable: Omit<PhotoRecord, 'executionArn'> = {
  photoId: '9535d6c386edd2894c9f',
  s3Bucket: 'my-bucket',
  s3Key: 'photos-raw/party.jpg',
  status: 'FAILED',
  faceCount: 0,
  matchedCount: 0,
  unmatchedCount: 0,
  indexedCount: 0,
  unsearchableCount: 0,
  failedCount: 0,
  facesTruncated: false,
  faces: [],
  startedAt: '2026-05-02T18:21:08.000Z',
  matchedAt: '2026-05-02T18:21:09.000Z',
};
