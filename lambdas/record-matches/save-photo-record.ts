import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type PhotoRecord, photoRecord } from '../../statemachine/photo-record.ts';

const attributes = Object.keys(photoRecord.shape) as (keyof PhotoRecord)[];

/**
 * Writes a record over an older one, and keeps what other phases wrote on the item. What this record does not have is
 * removed, so that nothing stale stays, but for uploadedAt.
 *
 * The later start wins; of two equal starts, the execution ARN that sorts last. Refused for that reason, it
 * returns `superseded: true`. A retry or redrive of the same execution writes again.
 */
export async function savePhotoRecord(
  photos: DynamoDBDocumentClient,
  table: string,
  record: PhotoRecord,
): Promise<{ superseded: boolean }> {
  const { photoId } = record;
  const written = attributes.filter((name) => name !== 'photoId');
  const given = written.filter((name) => record[name] !== undefined);
  const absent = written.filter((name) => record[name] === undefined && name !== 'uploadedAt');
  const set = given.map((name) => `#${name} = :${name}`);
  if (!record.uploadedAt) set.push('#uploadedAt = if_not_exists(#uploadedAt, :startedAt)');
  const request = new UpdateCommand({
    TableName: table,
    Key: { photoId },
    UpdateExpression: [
      `SET ${set.join(', ')}`,
      absent.length ? `REMOVE ${absent.map((name) => `#${name}`).join(', ')}` : '',
    ].join(' '),
    ConditionExpression:
      'attribute_not_exists(#startedAt) OR #startedAt < :startedAt' +
      ' OR (#startedAt = :startedAt AND #executionArn <= :executionArn)',
    ExpressionAttributeNames: Object.fromEntries(written.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(given.map((name) => [`:${name}`, record[name]])),
  });
  try {
    await photos.send(request);
    return { superseded: false };
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException')
      return { superseded: true };
    throw error;
  }
}
