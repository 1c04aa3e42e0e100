import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { uploadStarter } from '../../lambdas/functions.ts';
import { linesOf, resourceStatements, roleStatements } from './statements.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize({ openExecutions: 25 });

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig: { readonly Arn: unknown };
  readonly RetryPolicy: object;
}

test('with openExecutions uploads go as they are into a queue, and those that cannot to the undelivered', () => {
  const [rule] = Object.values(resourcesOf<{ Targets: Target[] }>(template, 'AWS::Events::Rule'));
  const [target, ...others] = rule!.Properties.Targets;
  expect(others).toEqual([]);
  expect(asText(target!.Arn)).toBe('<UploadTriggerQueueWaiting>');
  expect(asText(target!.DeadLetterConfig.Arn)).toBe('<UploadTriggerUndelivered>');
  expect(target!.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
  expect(target).not.toHaveProperty('InputTransformer');
});

test('so many starters run at once, each with one upload', () => {
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 25 },
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueueWaiting'), 'Arn'] },
  });
});

test('an upload that starts nothing for a day is undelivered, and one in work is in no other hands', () => {
  const { UploadTriggerQueueWaiting } = resourcesOf<{
    readonly VisibilityTimeout: number;
    readonly MessageRetentionPeriod: number;
    readonly RedrivePolicy: { readonly maxReceiveCount: number; readonly deadLetterTargetArn: unknown };
  }>(template, 'AWS::SQS::Queue');
  const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = UploadTriggerQueueWaiting!.Properties;
  expect(VisibilityTimeout).toBeGreaterThan(uploadStarter.timeoutSeconds);
  const day = 24 * 60 * 60;
  expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeGreaterThan(0.9 * day);
  expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeLessThanOrEqual(day);
  expect(asText(RedrivePolicy.deadLetterTargetArn)).toBe('<UploadTriggerUndelivered>');
  expect(MessageRetentionPeriod).toBe(14 * day);
});

test('uploads that wait are not lost when a deployment leaves the queue out', () => {
  const [waiting] = Object.entries(template.findResources('AWS::SQS::Queue')).filter(([id]) =>
    id.startsWith('UploadTriggerQueueWaiting'),
  );
  expect(waiting![1]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('the starter may receive from its queue, start the workflow, look at its executions, and nothing else', () => {
  const arn = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>';
  const roles = roleStatements(template);
  expect(linesOf(roles.UploadTriggerQueueStartExecution!)).toEqual([
    'Allow logs:CreateLogStream logs:PutLogEvents on <UploadTriggerQueueStartExecutionLogs>',
    'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
    'Allow sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on <UploadTriggerQueueWaiting>',
    'Allow states:StartExecution on <Workflow>',
    `Allow states:DescribeExecution on ${arn}:execution:MatchFaces:*`,
  ]);
  expect(roles).not.toHaveProperty('WorkflowEvents');
  const policies = resourceStatements(template, 'AWS::SQS::QueuePolicy');
  expect(linesOf(policies.UploadTriggerQueueWaitingPolicy!)).toEqual([
    'Deny sqs:* on <UploadTriggerQueueWaiting> to * when aws:SecureTransport is false',
    'Allow sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage on <UploadTriggerQueueWaiting>' +
      ' to events.amazonaws.com when aws:SourceArn is <UploadTriggerPhotoUploaded>',
  ]);
});

test('the stack puts out the queue and its starter, and the dashboard shows what waits', () => {
  const outputs = Object.fromEntries(
    Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, asText(Value)]),
  );
  expect(outputs).toMatchObject({
    WaitingUploads: '<UploadTriggerQueueWaiting>',
    UploadStarter: '<UploadTriggerQueueStartExecution>',
  });
  expect(JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'))).toContain('Uploads that wait');
});

test('without openExecutions nothing of the queue is there', () => {
  const direct = synthesize();
  direct.resourceCountIs('AWS::SQS::Queue', 1);
  direct.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
  expect(Object.keys(direct.findOutputs('*'))).not.toContain('WaitingUploads');
});
