import { Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { pages, readPage } from '../docs/documents.ts';
import { makeApp, synthesize } from './synthesize.ts';

test('a finding of cdk-nag fails synth', () => {
  const { stack } = makeApp();
  new Bucket(stack, 'Bare');
  expect(() => Template.fromStack(stack)).toThrow(/AwsSolutions-S1'[\s\S]*AwsSolutions-S10'/);
});

/** What may be acknowledged, and nothing else. */
const accepted = [
  // X-Ray, the delivery of logs, and DetectFaces take no resource.
  /^AwsSolutions-IAM5\[Resource::\*\]$/,
  // Objects under one prefix.
  /^AwsSolutions-IAM5\[Resource::<\w+Bucket\w+\.Arn>\/(photos-raw|faces-thumbs)\/((working|runs)\/)?\*\]$/,
  // Executions of both machines, by which a run waits for its photos.
  /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:MatchFaces(-ReprocessPhotos(\/Photos)?)?:\*\]$/,
  // A dead-letter queue has none of its own.
  /^AwsSolutions-SQS3$/,
  // The clock is no loss.
  /^AwsSolutions-DDB3$/,
];

test('what is acknowledged is known, and has a reason', () => {
  const acknowledged = makeApp()
    .stack.node.findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const [id, reason] of acknowledged) {
    const rule = id.replace(/^annotation::/i, '');
    expect(
      accepted.some((pattern) => pattern.test(rule)),
      rule,
    ).toBe(true);
    expect(reason, rule).toMatch(/\w+ \w+/);
  }
});

const key = `arn:aws:kms:eu-west-1:123456789012:key/mrk-${'a'.repeat(32)}`;

test.each([
  [{ rawBucket: 'photos' }],
  [{ thumbsBucket: 'crops' }],
  [{ rawBucket: 'beetroot', thumbsBucket: 'beetroot', photosTable: 'Photos', collectionId: 'beetroot' }],
  [{ rawBucketKey: key, thumbsBucketKey: key, photosTableKey: key }],
  [{ rawBucket: 'photos', rawBucketKey: key, thumbsBucket: 'crops', thumbsBucketKey: key }],
  [
    {
      stackName: 'Test',
      rawPrefix: 'in/!_.()=@+,-/',
      thumbsPrefix: 'out/',
      thumbsExpiryDays: 30,
      tags: 'stage=test',
    },
  ],
  [{ architecture: 'x86_64', searchesPerSecond: 200, logRetentionDays: 7 }],
  [{ alarmEmail: 'me@example.com' }],
  [{ searchesPerSecond: 'none', stackName: 'Test' }],
  [{ alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:pager' }],
  [{ indexFacesFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:IndexFaces:live' }],
])('cdk-nag finds nothing with %o', (settings) => {
  expect(() => synthesize(settings)).not.toThrow();
});

const commands = pages
  .flatMap((page) => [...readPage(page).matchAll(/npm run (?:synth|deploy|diff) --((?: -c [^\s`]+)+)/g)])
  .filter(([command]) => !command.includes('…'));

test('every deployment that README and docs show can be synthesized', () => {
  expect(commands.length).toBeGreaterThan(4);
  for (const [command, settings] of commands) {
    const context = settings!
      .trim()
      .split(/\s*-c /)
      .filter(Boolean);
    const given = Object.fromEntries(context.map((setting) => setting.split(/=(.*)/s).slice(0, 2)));
    expect(() => synthesize(given), command).not.toThrow();
  }
});
