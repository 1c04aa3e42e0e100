/** The least that RecordMatches could be: the same client and the same call, and nothing around them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const photos = DynamoDBDocumentClient.from(new DynamoDBClient());

export async function handler({ photo, faces }: { photo: object; faces: object[] }): Promise<void> {
  await photos.send(
    new PutCommand({ TableName: process.env.PHOTOS_TABLE!, Item: { ...photo, photoId: 'bare', faces } }),
  );
}
