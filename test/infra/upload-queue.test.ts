import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { startMatch } from '../../lambdas/functions.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize();

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig: { readonly Arn: unknown };
  readonly RetryPolicy: object;
}

test('uploads go as they are into a queue, and those that cannot to the undelivered', () => {
  const [rule] = Object.values(resourcesOf<{ Targets: Target[] }>(template, 'AWS::Events::Rule'));
  const [target, ...others] = rule!.Properties.Targets;
  expect(others).toEqual([]);
  expect(asText(target!.Arn)).toBe('<UploadTriggerQueueWaiting>');
  expect(asText(target!.DeadLetterConfig.Arn)).toBe('<UploadTriggerUndelivered>');
  expect(target!.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
  expect(target).not.toHaveProperty('InputTransformer');
});

test('two batches of ten are started at once, and what fails comes back alone', () => {
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
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
  expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * startMatch.timeoutSeconds);
  const day = 24 * 60 * 60;
  expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeGreaterThan(0.9 * day);
  expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeLessThanOrEqual(day);
  expect(asText(RedrivePolicy.deadLetterTargetArn)).toBe('<UploadTriggerUndelivered>');
  expect(MessageRetentionPeriod).toBe(14 * day);
});

test('a stack of 0.1.0 keeps the queue that it has, and a deployment that leaves it out loses no upload', () => {
  // Its logical id is part of what was deployed: another one would be another queue, and this one left behind.
  expect(template.findResources('AWS::SQS::Queue').UploadTriggerQueueWaiting47877CD1).toMatchObject({
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('the dashboard shows how many uploads wait, how long, and how far ahead the clock is', () => {
  const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  for (const metric of ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage', 'ClockLead'])
    expect(dashboard).toContain(metric);
});
