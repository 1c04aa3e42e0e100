import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { createClients } from '../../../operations/connect/clients.ts';
import { accountOf } from '../../../statemachine/deployment.ts';
import { type StubCloud, startStubCloud } from '../../operations/stub-cloud.ts';

let cloud: StubCloud;
beforeAll(async () => {
  cloud = await startStubCloud({});
});
afterAll(() => cloud.close());

const { rawBucket: Bucket, region } = localDeployment;
const clientsOf = (bucketOwner: string) =>
  createClients({
    endpoint: cloud.cloud.endpoint,
    region,
    bucketOwner,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });

test('a bucket of another account is sent nothing, and read from no more than written to', async () => {
  const { s3, close } = clientsOf('111122223333');
  const refused = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  const face = { Bucket, Key: 'face.jpg' };
  await expect(s3.send(new PutObjectCommand({ ...face, Body: 'a face' }))).rejects.toMatchObject(refused);
  await expect(s3.send(new GetObjectCommand(face))).rejects.toMatchObject(refused);
  close();
  const ours = clientsOf(accountOf(localDeployment));
  await expect(ours.s3.send(new GetObjectCommand(face))).rejects.toMatchObject({ name: 'NoSuchKey' });
  await ours.s3.send(new PutObjectCommand({ ...face, Body: 'a face' }));
  // A call without a bucket has no owner to expect.
  await ours.s3.send(new ListBucketsCommand());
  ours.close();
});
