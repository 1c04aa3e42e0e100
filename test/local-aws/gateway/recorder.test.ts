import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectionArn, executionArn, stateMachineArn } from '../../../local-aws/account.ts';
import { createRecorder } from '../../../local-aws/gateway/recorder.ts';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  const nothing = async () => ({});
  gateway = await startGatewayUnderTest({
    SearchFacesByImage: nothing,
    ListCollections: nothing,
    StartExecution: nothing,
    DescribeExecution: nothing,
  });
});
afterAll(() => gateway.stop());

let before: number;
beforeEach(() => {
  before = gateway.recorder.entries.length;
});

/** What the calls of this test used for the first time, without the caller. */
const used = () =>
  gateway.recorder.entries.slice(before).map(({ action, resource }) => ({ action, resource }));

const object = (key: string) => `arn:aws:s3:::photos/${key}`;
const table = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;

describe('a call is recorded as the permission it needs', () => {
  it('reading and writing objects', async () => {
    const s3 = gateway.s3();
    await s3.putObject({ Bucket: 'photos', Key: 'a b+ä.jpg', Body: 'x' });
    await s3.getObject({ Bucket: 'photos', Key: 'a b+ä.jpg' });
    await s3.listObjectsV2({ Bucket: 'photos', Prefix: 'a' });
    await s3.copyObject({ Bucket: 'photos', Key: 'copy', CopySource: 'photos/a%20b%2B%C3%A4.jpg' });
    await s3.deleteObject({ Bucket: 'photos', Key: 'copy' });
    expect(used()).toEqual([
      { action: 's3:PutObject', resource: object('a b+ä.jpg') },
      { action: 's3:GetObject', resource: object('a b+ä.jpg') },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::photos' },
      { action: 's3:PutObject', resource: object('copy') },
      { action: 's3:DeleteObject', resource: object('copy') },
    ]);
  });

  it('the head of an object is a read', async () => {
    await gateway.s3().putObject({ Bucket: 'photos', Key: 'head', Body: 'x' });
    await gateway.s3().headObject({ Bucket: 'photos', Key: 'head' });
    expect(used()).toContainEqual({ action: 's3:GetObject', resource: object('head') });
  });

  it('an upload in parts is a write', async () => {
    const { UploadId } = await gateway.s3().createMultipartUpload({ Bucket: 'photos', Key: 'parts' });
    await gateway.s3().abortMultipartUpload({ Bucket: 'photos', Key: 'parts', UploadId });
    expect(used()).toEqual([
      { action: 's3:PutObject', resource: object('parts') },
      { action: 's3:AbortMultipartUpload', resource: object('parts') },
    ]);
  });

  it('a version of an object has an action of its own', async () => {
    await gateway
      .s3()
      .getObject({ Bucket: 'photos', Key: 'v', VersionId: '1' })
      .catch(() => {});
    expect(used()).toEqual([{ action: 's3:GetObjectVersion', resource: object('v') }]);
  });

  it('Rekognition reads the photo for its caller', async () => {
    await gateway.rekognition().searchFacesByImage({
      CollectionId: 'people',
      Image: { S3Object: { Bucket: 'photos', Name: 'me.jpg', Version: '1' } },
    });
    expect(used()).toEqual([
      { action: 'rekognition:SearchFacesByImage', resource: collectionArn('people') },
      { action: 's3:GetObject', resource: object('me.jpg') },
      { action: 's3:GetObjectVersion', resource: object('me.jpg') },
    ]);
  });

  it('an action on no resource is on all', async () => {
    await gateway.rekognition().listCollections({});
    expect(used()).toEqual([{ action: 'rekognition:ListCollections', resource: '*' }]);
  });

  it('tables, also several in a batch', async () => {
    const Key = { photoId: { S: '1' } };
    await gateway.dynamodb().getItem({ TableName: 'Photos', Key });
    await gateway
      .dynamodb()
      .batchGetItem({ RequestItems: { Photos: { Keys: [Key] }, Persons: { Keys: [Key] } } })
      .catch(() => {});
    expect(used()).toEqual([
      { action: 'dynamodb:GetItem', resource: table('Photos') },
      { action: 'dynamodb:BatchGetItem', resource: table('Photos') },
      { action: 'dynamodb:BatchGetItem', resource: table('Persons') },
    ]);
  });

  it('executions and state machines', async () => {
    const [machine, execution] = [stateMachineArn('MatchFaces'), executionArn('MatchFaces', 'one')];
    await gateway.sfn().startExecution({ stateMachineArn: machine });
    await gateway.sfn().describeExecution({ executionArn: execution });
    expect(used()).toEqual([
      { action: 'states:StartExecution', resource: machine },
      { action: 'states:DescribeExecution', resource: execution },
    ]);
  });
});

it('a call that is refused needed its permission too', async () => {
  const denied = { name: 'AccessDeniedException', message: 'not you', status: 400 };
  const fault = gateway.faults.add({ service: 'dynamodb', operation: 'Scan', error: denied });
  await gateway
    .dynamodb()
    .scan({ TableName: 'Photos' })
    .catch(() => {});
  fault.remove();
  expect(used()).toEqual([{ action: 'dynamodb:Scan', resource: table('Photos') }]);
});

it('each caller has an entry of its own, told by the access key id', async () => {
  for (const accessKeyId of ['LOCALDETECTFACES', 'AKIAIOSFODNN7EXAMPLE', 'LOCALDETECTFACES'])
    await gateway.s3(accessKeyId).listBuckets({});
  expect(gateway.recorder.entries.slice(before)).toEqual([
    { caller: 'DetectFaces', action: 's3:ListAllMyBuckets', resource: '*' },
    { caller: 'operator', action: 's3:ListAllMyBuckets', resource: '*' },
  ]);
});

it('every use of an action is counted, for each caller and whatever the resource', async () => {
  const detectFaces = () =>
    gateway.recorder.counts.find(
      ({ caller, action }) => caller === 'DetectFaces' && action === 's3:PutObject',
    );
  expect(detectFaces()).toBeUndefined();
  for (const Key of ['a', 'b', 'a']) {
    await gateway.s3('LOCALDETECTFACES').putObject({ Bucket: 'photos', Key, Body: 'x' });
  }
  expect(detectFaces()).toMatchObject({ count: 3 });
});

it('what is no operation of a service is not recorded', async () => {
  await fetch(`${gateway.endpoint}/photos`, { method: 'PATCH' });
  expect(used()).toEqual([]);
});

it('a full record keeps the entries it has, and goes on counting', async () => {
  const recorder = createRecorder(2);
  for (const Key of ['a', 'b', 'a', 'c', 'c'])
    recorder.intercept({
      service: 's3',
      operation: 'GetObject',
      caller: 'operator',
      input: { Bucket: 'photos', Key },
      answer: new ServerResponse(new IncomingMessage(new Socket())),
    });
  expect(recorder.entries.map(({ resource }) => resource)).toEqual([object('a'), object('b')]);
  expect(recorder.counts).toEqual([{ caller: 'operator', action: 's3:GetObject', count: 5 }]);
});
