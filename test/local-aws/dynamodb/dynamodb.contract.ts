import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DynamoDBUnderTest, startDynamoDBUnderTest } from './dynamodb-under-test.ts';

let dynamodb: DynamoDBUnderTest;
let TableName: string;
beforeAll(async () => {
  dynamodb = await startDynamoDBUnderTest();
  ({ TableName } = dynamodb);
});
afterAll(() => dynamodb.stop());

const put = (item: Record<string, unknown>, condition = {}) =>
  dynamodb.client.send(new PutCommand({ TableName, Item: item, ...condition }));

const get = async (photoId: string) => {
  const command = new GetCommand({ TableName, Key: { photoId }, ConsistentRead: true });
  return (await dynamodb.client.send(command)).Item;
};

const update = (photoId: string, expressions: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
  dynamodb.client.send(new UpdateCommand({ TableName, Key: { photoId }, ...expressions }));

/** The write of a photo's record, as RecordMatches does it: a later start wins. */
const record = (photoId: string, startedAt: string) =>
  update(photoId, {
    UpdateExpression: 'SET #status = :status, startedAt = :startedAt',
    ConditionExpression: 'attribute_not_exists(startedAt) OR startedAt < :startedAt',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': `by ${startedAt}`, ':startedAt': startedAt },
  });

const refused = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' };

test('the table has photoId as its only key, and is billed by request', async () => {
  const { Table } = await dynamodb.client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    KeySchema: [{ AttributeName: 'photoId', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'photoId', AttributeType: 'S' }],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
});

describe('an item', () => {
  test('comes back as it was put, with lists, maps, numbers and unicode', async () => {
    const item = {
      photoId: dynamodb.photoId('everything'),
      s3Key: 'photos-raw/Überraschung 🎉.jpg',
      faceCount: 2,
      facesTruncated: false,
      error: null,
      faces: [{ idx: 1, boundingBox: { left: 0.123456789012345, top: -0.01 }, outcome: 'NoMatch' }],
    };
    await put(item);
    expect(await get(item.photoId)).toEqual(item);
  });

  test('that is not there is no item', async () => {
    expect(await get(dynamodb.photoId('never put'))).toBeUndefined();
  });

  test('is gone once it is deleted', async () => {
    const photoId = dynamodb.photoId('deleted');
    await put({ photoId });
    await dynamodb.client.send(new DeleteCommand({ TableName, Key: { photoId } }));
    expect(await get(photoId)).toBeUndefined();
  });

  test('may have 400 KB and no byte more', async () => {
    const photoId = dynamodb.photoId('big');
    const room = 400 * 1024 - 'photoId'.length - photoId.length - 'text'.length;
    await put({ photoId, text: 'x'.repeat(room) });
    expect((await get(photoId))?.text).toHaveLength(room);
    await expect(put({ photoId, text: 'x'.repeat(room + 1) })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Item size has exceeded the maximum allowed size'),
    });
  });

  test('needs its key', async () => {
    await expect(put({ s3Key: 'photos-raw/no-id.jpg' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(get('')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('in a table that is not there is an error', async () => {
    const command = new GetCommand({ TableName: `${TableName}-not`, Key: { photoId: 'any' } });
    await expect(dynamodb.client.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('an update', () => {
  test('keeps the attributes that it does not name', async () => {
    const photoId = dynamodb.photoId('kept');
    await put({ photoId, uploadedAt: '2026-01-01T00:00:00.000Z', faceCount: 1 });
    await update(photoId, {
      UpdateExpression: 'SET faceCount = :count REMOVE absent',
      ExpressionAttributeValues: { ':count': 3 },
    });
    expect(await get(photoId)).toEqual({ photoId, uploadedAt: '2026-01-01T00:00:00.000Z', faceCount: 3 });
  });

  test('of an item that is not there makes it', async () => {
    const photoId = dynamodb.photoId('made');
    await record(photoId, '2026-01-01T00:00:00.000Z');
    expect(await get(photoId)).toMatchObject({ startedAt: '2026-01-01T00:00:00.000Z' });
  });

  test('whose condition fails changes nothing', async () => {
    const photoId = dynamodb.photoId('superseded');
    await record(photoId, '2026-01-02T00:00:00.000Z');
    await expect(record(photoId, '2026-01-01T00:00:00.000Z')).rejects.toMatchObject(refused);
    expect(await get(photoId)).toMatchObject({ status: 'by 2026-01-02T00:00:00.000Z' });
  });

  test('may ask for the old values and the new', async () => {
    const photoId = dynamodb.photoId('returned');
    await put({ photoId, count: 1 });
    const add = (ReturnValues: UpdateCommandInput['ReturnValues']) =>
      update(photoId, {
        UpdateExpression: 'ADD #count :one',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues,
      });
    expect((await add('ALL_OLD')).Attributes).toEqual({ photoId, count: 1 });
    expect((await add('UPDATED_NEW')).Attributes).toEqual({ count: 3 });
  });

  test('with an expression that makes no sense is refused', async () => {
    const nonsense = update(dynamodb.photoId('nonsense'), { UpdateExpression: 'SET SET' });
    await expect(nonsense).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('of twenty at the same time', () => {
  test('one makes an item that must not be there', async () => {
    const photoId = dynamodb.photoId('raced');
    const condition = { ConditionExpression: 'attribute_not_exists(photoId)' };
    const attempts = Array.from({ length: 20 }, (_, by) => put({ photoId, by }, condition));
    const settled = await Promise.allSettled(attempts);
    const winners = settled.flatMap(({ status }, by) => (status === 'fulfilled' ? [by] : []));
    expect(winners).toHaveLength(1);
    expect(await get(photoId)).toEqual({ photoId, by: winners[0] });
    for (const attempt of settled)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject(refused);
  });

  test('the record that stays is the one that started last', async () => {
    const photoId = dynamodb.photoId('last');
    const starts = Array.from({ length: 20 }, (_, second) => new Date(second * 1000).toISOString());
    await Promise.allSettled(starts.toReversed().map((startedAt) => record(photoId, startedAt)));
    expect(await get(photoId)).toMatchObject({ startedAt: starts.at(-1), status: `by ${starts.at(-1)}` });
  });

  test('every one counts', async () => {
    const photoId = dynamodb.photoId('counted');
    const add = { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': 1 } };
    await Promise.all(Array.from({ length: 20 }, () => update(photoId, add)));
    expect(await get(photoId)).toEqual({ photoId, hits: 20 });
  });
});

describe('pages', () => {
  let ids: string[];
  beforeAll(async () => {
    ids = Array.from({ length: 25 }, (_, number) => dynamodb.photoId(`page ${number}`));
    await Promise.all(ids.map((photoId, number) => put({ photoId, number, series: ids[0] })));
  });

  test('of a scan have every item once', async () => {
    const pages = await Array.fromAsync(
      paginateScan(
        { client: dynamodb.client, pageSize: 4 },
        { TableName, FilterExpression: 'series = :series', ExpressionAttributeValues: { ':series': ids[0] } },
      ),
    );
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.flatMap(({ Items = [] }) => Items.map(({ photoId }) => photoId)).sort()).toEqual(ids.sort());
  });

  test('of a scan hold 1 MB', async () => {
    const big = Array.from({ length: 4 }, (_, number) => dynamodb.photoId(`300 KB ${number}`));
    await Promise.all(big.map((photoId) => put({ photoId, text: 'x'.repeat(300_000) })));
    const pages = await Array.fromAsync(paginateScan({ client: dynamodb.client }, { TableName }));
    expect(pages.length).toBeGreaterThan(1);
    const found = new Set(pages.flatMap(({ Items = [] }) => Items.map(({ photoId }) => photoId)));
    for (const photoId of big) expect(found).toContain(photoId);
  });

  test('of a query have the items of the key', async () => {
    const query = {
      TableName,
      KeyConditionExpression: 'photoId = :id',
      ExpressionAttributeValues: { ':id': ids[3] },
    };
    const pages = await Array.fromAsync(paginateQuery({ client: dynamodb.client, pageSize: 1 }, query));
    expect(pages.flatMap(({ Items = [] }) => Items)).toHaveLength(1);
  });
});
