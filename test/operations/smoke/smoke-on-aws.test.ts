import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Target } from '../../../operations/connect.ts';

import { deployForSmoke, runSmokeTest, storedKeys } from './smoke-run.ts';

/** What of AWS's S3 the local one has not: versions, and notifications of buckets. */

type Answers = Record<string, (input: never) => object | Promise<object>>;

/** Answers these commands instead of the service, and notes the inputs of all. */
function answering(s3: S3Client, answers: Answers): Record<string, unknown[]> {
  const asked: Record<string, unknown[]> = {};
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const name = String(commandName).replace(/Command$/, '');
        asked[name] = [...(asked[name] ?? []), call.input];
        const answer = answers[name];
        if (!answer) return next(call);
        return { output: { $metadata: {}, ...(await answer(call.input as never)) }, response: {} };
      },
    { step: 'initialize' },
  );
  return asked;
}

const eventBridge = { EventBridgeConfiguration: {} };
const ingest = {
  LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest',
  Events: ['s3:ObjectCreated:*'],
};

/** The connection to a local cloud as if it were to AWS, with this configuration of the raw bucket. */
async function deployAsOnAws(GetBucketNotificationConfiguration: () => object) {
  const { deployed, target } = await deployForSmoke();
  const asked = answering(target.s3, {
    GetBucketNotificationConfiguration,
    ListObjectVersions: async (input: { Bucket: string; Prefix: string }) => {
      const { Contents = [] } = await deployed.s3.send(new ListObjectsV2Command(input));
      return { Versions: Contents.map(({ Key }) => ({ Key, VersionId: 'null' })) };
    },
  });
  return { deployed, asked, target: { ...target, kind: 'aws' } satisfies Target };
}

test('on AWS the versions of photo and crops are removed', async () => {
  const { deployed, target, asked } = await deployAsOnAws(() => eventBridge);
  const { log, failure } = await runSmokeTest(target);
  expect(log[0]).toBe('✔ photo     sample1.jpg');
  expect(log.at(-1)).toBe('✔ clean-up  removed the photo, 2 crops and the record');
  expect(failure).toBeUndefined();
  const [, key] = /s3:\/\/match-faces-raw\/(\S+)/.exec(log[1]!)!;
  expect(asked.DeleteObjects).toMatchObject([
    { Bucket: 'match-faces-raw', Delete: { Objects: [{ Key: key, VersionId: 'null' }] } },
    { Bucket: 'match-faces-thumbs', Delete: { Objects: Array(3).fill({ VersionId: 'null' }) } },
  ]);
  expect(await storedKeys(deployed)).toEqual([]);
});

test.each([
  [
    'whom the bucket tells besides EventBridge',
    () => ({ ...eventBridge, LambdaFunctionConfigurations: [ingest] }),
    `the bucket also tells ${ingest.LambdaFunctionArn}`,
  ],
  [
    'whoever may not be seen',
    () => {
      throw Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    },
    'whom else the bucket tells may not be seen (s3:GetBucketNotification)',
  ],
])('%s is sent nobody to enroll', async (_, configuration, reason) => {
  const { target } = await deployAsOnAws(configuration);
  const { log } = await runSmokeTest(target);
  expect(log[0]).toBe(`✔ photo     of nobody, so that nobody is enrolled: ${reason}`);
});
