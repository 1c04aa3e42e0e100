import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

/** A part of Rekognition's quota: from when on it is free for whoever reserved it, and for the next one. */
export interface Reservation {
  /** Microseconds since 1970, whole: a millisecond is too coarse for 3 searches a second, and a double holds these. */
  readonly from: number;
  readonly until: number;
}

export interface ReservationRequest {
  readonly table: string;
  readonly searches: number;
  readonly searchesPerSecond: number;
  /** Microseconds since 1970. */
  readonly now: number;
}

/** The key of the item, named after what all photos share. */
export const clockKey = { clock: 'SearchFacesByImage' } as const;

/**
 * Reserves the time that so many searches take of the quota, behind what others have reserved. The clock is one item:
 * the time at which the quota is free again. One call when it is free now; two in a burst.
 *
 * Throws what DynamoDB answered, under the names of this project.
 */
export async function reserve(
  dynamodb: Pick<DynamoDBClient, 'send'>,
  { table, searches, searchesPerSecond, now }: ReservationRequest,
): Promise<Reservation> {
  const cost = Math.ceil((searches * 1e6) / searchesPerSecond);

  const set = async (expression: string, condition: string, values: Record<string, number>) => {
    const request = new UpdateItemCommand({
      TableName: table,
      Key: { clock: { S: clockKey.clock } },
      UpdateExpression: `SET freeAt = ${expression}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { N: String(value) }]),
      ),
      ReturnValues: 'UPDATED_NEW',
    });
    try {
      const { Attributes } = await dynamodb.send(request);
      const until = Number(Attributes!.freeAt!.N);
      return { from: until - cost, until };
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return undefined;
      throw error;
    }
  };
  const whenFree = () =>
    set(':until', 'attribute_not_exists(freeAt) OR freeAt <= :now', { ':until': now + cost, ':now': now });
  const behindOthers = () => set('freeAt + :cost', 'freeAt > :now', { ':cost': cost, ':now': now });

  // The clock goes only forward: what refuses both is a person who sets it back in between.
  return (
    (await whenFree()) ?? (await behindOthers()) ?? (await whenFree()) ?? { from: now, until: now + cost }
  );
}
