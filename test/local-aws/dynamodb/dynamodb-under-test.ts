import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDB } from '../../../local-aws/dynamodb/dynamodb-service.ts';
import { tellCallers } from '../../../local-aws/gateway/call.ts';
import { dynamoDBRoute } from '../../../local-aws/gateway/dynamodb-route.ts';
import { startGateway } from '../../../local-aws/gateway/server.ts';

/** True when the contract is to be checked against AWS: `REMOTE=1 REMOTE_TABLE=… npx vitest run test/local-aws/dynamodb/*.contract.ts`. */
export const remote = process.env.REMOTE === '1';

/** A local DynamoDB on a folder, behind HTTP, as the local cloud serves it. */
export async function serveDynamoDB(folder: string, patienceMs?: number) {
  const dynamodb = await createDynamoDB({
    folder,
    tables: [{ name: 'Photos', partitionKey: 'photoId' }],
    ...(patienceMs !== undefined && { patienceMs }),
  });
  const gateway = await startGateway({ port: 0, identity: {} });
  gateway.serve({
    byTarget: {
      DynamoDB_20120810: dynamoDBRoute(dynamodb, { callerOf: tellCallers([]), intercept: () => {} }),
    },
    s3: async (_request, answer) => void answer.writeHead(404).end(),
  });
  const stop = async () => {
    await gateway.close();
    await dynamodb.close();
  };
  return { endpoint: gateway.endpoint, stop };
}

/** Clients of a local endpoint; errors of the service come through at once. */
export const clientOf = (endpoint: string) =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    }),
  );

/** DynamoDB as the contract sees it: a table of AWS with a key `photoId`, or the local one on a new folder. */
export async function startDynamoDBUnderTest() {
  const run = randomUUID();
  const used = new Set<string>();
  /** An id nobody else uses, which is deleted in the end. */
  const photoId = (name: string) => {
    used.add(`${run} ${name}`);
    return `${run} ${name}`;
  };
  if (!remote) {
    const folder = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    const served = await serveDynamoDB(folder);
    const client = clientOf(served.endpoint);
    const stop = async () => {
      client.destroy();
      await served.stop();
      await rm(folder, { recursive: true });
    };
    return { client, TableName: 'Photos', photoId, stop };
  }
  const TableName = process.env.REMOTE_TABLE;
  if (TableName === undefined) throw new Error('Expected the name of a table of yours in REMOTE_TABLE');
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const stop = async () => {
    const ids = [...used];
    for (let from = 0; from < ids.length; from += 25) {
      const deletions = ids.slice(from, from + 25).map((id) => ({ DeleteRequest: { Key: { photoId: id } } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: deletions } }));
    }
    client.destroy();
  };
  return { client, TableName, photoId, stop };
}

export type DynamoDBUnderTest = Awaited<ReturnType<typeof startDynamoDBUnderTest>>;
