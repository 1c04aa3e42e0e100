/** The least that RecordMatches could be: the same clients and the same call, and nothing around them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const photos = DynamoDBDocumentClient.from(new DynamoDBClient());
/** It asks for a collection's size where nobody is known. */
export const rekognition = new RekognitionClient();

export async function handler({ photo, faces }: { photo: object; faces: object[] }): Promise<void> {
  await photos.send(
    new PutCommand({ TableName: process.env.PHOTOS_TABLE!, Item: { ...photo, photoId: 'bare', faces } }),
  );
}
