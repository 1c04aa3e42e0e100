import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';

/** Set on some records and not on others: removed where this record has none, so that nothing stale stays. */
const optional = [
  'error',
  'collectionId',
  'threshold',
  'faceModelVersion',
  'photoEtag',
  'photoVersionId',
] as const;

/**
 * Writes a record over an older one, and keeps what other phases wrote on the item.
 *
 * The later start wins; of two equal starts, the execution ARN that sorts last. Refused for that reason, it
 * returns `superseded: true`. A retry or redrive of the same execution writes again.
 */
export async function savePhotoRecord(
  photos: DynamoDBDocumentClient,
  table: string,
  { photoId, uploadedAt, ...record }: PhotoRecord,
): Promise<{ superseded: boolean }> {
  const given = Object.entries(record).filter(([, value]) => value !== undefined);
  const absent = optional.filter((name) => record[name] === undefined);
  const request = new UpdateCommand({
    TableName: table,
    Key: { photoId },
    UpdateExpression: [
      'SET',
      [
        uploadedAt ? '#uploadedAt = :uploadedAt' : '#uploadedAt = if_not_exists(#uploadedAt, :startedAt)',
        ...given.map(([name]) => `#${name} = :${name}`),
      ].join(', '),
      absent.length ? `REMOVE ${absent.map((name) => `#${name}`).join(', ')}` : '',
    ].join(' '),
    ConditionExpression:
      'attribute_not_exists(#startedAt) OR #startedAt < :startedAt' +
      ' OR (#startedAt = :startedAt AND #executionArn <= :executionArn)',
    ExpressionAttributeNames: Object.fromEntries(
      ['uploadedAt', ...given.map(([name]) => name), ...absent].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      [...given, ...(uploadedAt ? [['uploadedAt', uploadedAt] as const] : [])].map(([name, value]) => [
        `:${name}`,
        value,
      ]),
    ),
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
