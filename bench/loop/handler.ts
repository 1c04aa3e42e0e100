/** The loop of match-photo.ts as a Lambda. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { matchPhoto } from './match-photo.ts';

const services = {
  s3: new S3Client({ forcePathStyle: true }),
  rekognition: new RekognitionClient(),
  photos: DynamoDBDocumentClient.from(new DynamoDBClient()),
};

const { RAW_BUCKET, THUMBS_BUCKET, PHOTOS_TABLE, REKOGNITION_COLLECTION_ID } = process.env;
const settings = {
  rawBucket: RAW_BUCKET!,
  thumbsBucket: THUMBS_BUCKET!,
  table: PHOTOS_TABLE!,
  collectionId: REKOGNITION_COLLECTION_ID!,
};

export const handler = ({ key }: { key: string }) => matchPhoto(key, settings, services);
