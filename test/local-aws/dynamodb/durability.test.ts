import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDynamoDB } from '../../../local-aws/dynamodb/dynamodb-service.ts';
import { clientOf, serveDynamoDB } from './dynamodb-under-test.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dynamodb-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Serves the folder for as long as `use` takes. */
async function served<T>(use: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> {
  const { endpoint, stop } = await serveDynamoDB(folder);
  const client = clientOf(endpoint);
  try {
    return await use(client);
  } finally {
    client.destroy();
    await stop();
  }
}

const get = async (client: ReturnType<typeof clientOf>, photoId: string) =>
  (await client.send(new GetCommand({ TableName: 'Photos', Key: { photoId } }))).Item;

test('no acknowledged item is lost when the process is killed', async () => {
  const script = fileURLToPath(new URL('endless-writer.ts', import.meta.url));
  const writer = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = -1;
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line);
    if (last === 200) writer.kill('SIGKILL');
  }
  expect(last).toBeGreaterThanOrEqual(200);
  await served(async (client) => {
    for (let number = 0; number <= last; number += 1)
      expect(await get(client, `photo ${number}`)).toEqual({ photoId: `photo ${number}`, number });
  });
});

test('items are there again after a restart', async () => {
  const item = { photoId: 'one', faceCount: 3 };
  await served((client) => client.send(new PutCommand({ TableName: 'Photos', Item: item })));
  expect(await served((client) => get(client, 'one'))).toEqual(item);
});

test('a call that comes too late does not open the folder again', async () => {
  const dynamodb = await createDynamoDB({ folder, tables: [{ name: 'Photos', partitionKey: 'photoId' }] });
  await dynamodb.close();
  const late = dynamodb.answer({ method: 'POST', url: '/', headers: {}, body: Buffer.from('{}') });
  await expect(late).rejects.toThrow('it was closed');
  await served(async () => {});
});

test('a second process does not get the folder', async () => {
  const { stop } = await serveDynamoDB(folder);
  await expect(serveDynamoDB(folder)).rejects.toThrow('either another process has it or it is damaged');
  await stop();
  await expect(served((client) => get(client, 'any'))).resolves.toBeUndefined();
});

test('a table that was being made when the process was killed can be used', async () => {
  const unfinished = dynalite({ path: folder, createTableMs: 3_600_000 });
  unfinished.listen(0, '127.0.0.1');
  await once(unfinished, 'listening');
  const address = unfinished.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${address.port}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
      connection: 'close',
    },
    body: JSON.stringify({
      TableName: 'Photos',
      AttributeDefinitions: [{ AttributeName: 'photoId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'photoId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  });
  expect(await answer.text()).toContain('"TableStatus":"CREATING"');
  await new Promise((resolve) => unfinished.close(resolve));

  const item = { photoId: 'one' };
  await served((client) => client.send(new PutCommand({ TableName: 'Photos', Item: item })));
  expect(await served((client) => get(client, 'one'))).toEqual(item);
});

test('a call that breaks the engine fails, and neither the process nor the item is lost', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  await served(async (client) => {
    await client.send(new PutCommand({ TableName: 'Photos', Item: { photoId: 'one', hits: 5 } }));
    const update = (ConditionExpression: string) =>
      client.send(
        new UpdateCommand({
          TableName: 'Photos',
          Key: { photoId: 'one' },
          UpdateExpression: 'SET seen = :low',
          ConditionExpression,
          ExpressionAttributeValues: { ':low': 1 },
        }),
      );
    // dynalite throws over an upper bound that the item does not have, with the item's lock held.
    const breaking = [update('hits BETWEEN :low AND absent'), update('hits BETWEEN :low AND absent')];
    for (const outcome of await Promise.allSettled(breaking))
      expect(outcome).toMatchObject({ reason: { name: 'InternalServerError' } });
    await update('attribute_exists(photoId) AND photoId <> :low');
    expect(await get(client, 'one')).toEqual({ photoId: 'one', hits: 5, seen: 1 });
  });
});

test('an expression that the engine never comes to an end with is refused, and others are served', async () => {
  const { endpoint, stop } = await serveDynamoDB(folder, 3_000);
  const client = clientOf(endpoint);
  onTestFinished(async () => {
    client.destroy();
    await stop();
  });
  const item = { photoId: 'one' };
  await client.send(new PutCommand({ TableName: 'Photos', Item: item }));
  const nested = `${'('.repeat(2000)}photoId = photoId${')'.repeat(2000)}`;
  const stuck = client.send(new PutCommand({ TableName: 'Photos', Item: item, ConditionExpression: nested }));
  await expect(stuck).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get(client, 'one')).toEqual(item);
});

test('an engine that is stuck does not hold up the end, and its folder is free', async () => {
  const { endpoint, stop } = await serveDynamoDB(folder);
  const client = clientOf(endpoint);
  const stuck = client.send(
    new PutCommand({
      TableName: 'Photos',
      Item: { photoId: 'one' },
      ConditionExpression: `${'('.repeat(2000)}photoId = photoId${')'.repeat(2000)}`,
    }),
  );
  const started = performance.now();
  await Promise.all([expect(stuck).rejects.toThrow(), stop()]);
  // 10 s is its patience, and 30 that of dynalite.
  expect(performance.now() - started).toBeLessThan(8_000);
  client.destroy();
  await served(async () => {});
});
