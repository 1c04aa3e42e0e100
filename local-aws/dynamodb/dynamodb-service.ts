import { Engine, type WireRequest, type WireResponse } from './engine.ts';
import { makeTable, type Table } from './table.ts';

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
}

/** DynamoDB on dynalite, with these tables in it. Rejects when another process has the folder. */
export async function createDynamoDB({ folder, tables }: DynamoDBOptions): Promise<DynamoDB> {
  let engine = new Engine(folder);
  let closed = false;

  const answer = async (request: WireRequest) => {
    const asked = engine;
    if (asked.broken) await asked.ended;
    // A call that was held up on its way here must not open the store again.
    if (closed) throw new Error('Expected DynamoDB to be open, but it was closed');
    if (engine === asked && asked.broken) engine = new Engine(folder);
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
