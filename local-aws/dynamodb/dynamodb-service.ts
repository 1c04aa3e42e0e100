import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceClosed } from '../service-error.ts';
import { Engine, type WireRequest, type WireResponse } from './engine.ts';

export interface DynamoDB {
  /** Answers one request in DynamoDB's protocol; rejects when the engine breaks over it. */
  answer(request: WireRequest): Promise<WireResponse>;
  close(): Promise<void>;
}

export interface DynamoDBOptions {
  /** Where the tables are kept; made when missing, and locked against every other process. */
  readonly folder: string;
  /** At least one. */
  readonly tables: readonly Table[];
  /** What takes the engine longer than so many milliseconds is refused, and the engine replaced. Default 10,000. */
  readonly patienceMs?: number;
}

/** DynamoDB on dynalite, with these tables in it. Rejects when another process has the folder. */
export async function createDynamoDB({
  folder,
  tables,
  patienceMs = 10_000,
}: DynamoDBOptions): Promise<DynamoDB> {
  let engine = new Engine(folder, patienceMs);
  let closed = false;

  const answer = async (request: WireRequest) => {
    const asked = engine;
    if (asked.broken) await asked.ended;
    // A call that was held up on its way here must not open the store again.
    if (closed) throw new ServiceClosed('Expected DynamoDB to be open, but it was closed');
    if (engine === asked && asked.broken) engine = new Engine(folder, patienceMs);
    return engine.answer(request);
  };

  try {
    for (const table of tables) await makeTable(table, answer);
  } catch (cause) {
    throw new Error(
      `Expected to open DynamoDB's store in ${folder}: either another process has it or it is damaged`,
      { cause },
    );
  }
  return {
    answer,
    close: async () => {
      closed = true;
      await engine.close();
    },
  };
}

export interface Table {
  readonly name: string;
  /** The name of its only key, a string. */
  readonly partitionKey: string;
}

type Answer = (request: WireRequest) => Promise<WireResponse>;

/** Makes the table when it is missing, and resolves once it can be used. */
async function makeTable({ name: TableName, partitionKey }: Table, answer: Answer): Promise<void> {
  const found = await tableStatus(TableName, answer);
  if (found === undefined)
    await call(answer, 'CreateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  else if (found !== 'ACTIVE') await reactivate(TableName, answer);
  await active(TableName, answer);
}

/**
 * dynalite writes a new table twice, CREATING and ACTIVE: killed in between, it would say CREATING for good.
 * Only a change of the billing mode writes the status again.
 */
async function reactivate(TableName: string, answer: Answer) {
  await call(answer, 'UpdateTable', {
    TableName,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  });
  await active(TableName, answer);
  await call(answer, 'UpdateTable', { TableName, BillingMode: 'PAY_PER_REQUEST' });
}

async function active(TableName: string, answer: Answer) {
  while ((await tableStatus(TableName, answer)) !== 'ACTIVE') await sleep(5);
}

async function tableStatus(TableName: string, answer: Answer): Promise<string | undefined> {
  const { Table } = await call(answer, 'DescribeTable', { TableName });
  return Table?.TableStatus;
}

async function call(
  answer: Answer,
  operation: string,
  input: object,
): Promise<{ readonly Table?: { readonly TableStatus: string } }> {
  const { body } = await answer({
    method: 'POST',
    url: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=LOCAL, SignedHeaders=host, Signature=unverified',
    },
    body: Buffer.from(JSON.stringify(input)),
  });
  return JSON.parse(body);
}
