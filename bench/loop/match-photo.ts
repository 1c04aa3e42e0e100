import {
  type BoundingBox,
  DetectFacesCommand,
  type RekognitionClient,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import sharp, { type Sharp } from 'sharp';
import { toBoundingBox } from '../../lambdas/detect-faces/find-faces.ts';
import { cropRectangle, faceInPhoto, margins, type Size } from '../../lambdas/shared/crop-geometry.ts';

export interface LoopSettings {
  readonly rawBucket: string;
  readonly thumbsBucket: string;
  readonly table: string;
  readonly collectionId: string;
}

/**
 * What this project replaces, kept for comparison: one function that decodes the photo once and then crops,
 * stores and searches its faces one after another. No retries, no checks, happy photos only; its crops have the
 * margins of the workflow's: both search the same pictures.
 */
export async function matchPhoto(
  key: string,
  { rawBucket, thumbsBucket, table, collectionId }: LoopSettings,
  {
    s3,
    rekognition,
    photos,
  }: { s3: S3Client; rekognition: RekognitionClient; photos: DynamoDBDocumentClient },
): Promise<{ faceCount: number }> {
  const object = await s3.send(new GetObjectCommand({ Bucket: rawBucket, Key: key }));
  const { FaceDetails = [] } = await rekognition.send(
    new DetectFacesCommand({ Image: { S3Object: { Bucket: rawBucket, Name: key } } }),
  );
  const { data, info } = await sharp(await object.Body!.transformToByteArray())
    .autoOrient()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;

  const faces = [];
  for (const [index, { BoundingBox }] of FaceDetails.entries()) {
    const crop = await cropFace(sharp(data, { raw: { width, height, channels } }), BoundingBox!, info);
    const thumbKey = `loop/${key}/face_${index + 1}.jpg`;
    await s3.send(new PutObjectCommand({ Bucket: thumbsBucket, Key: thumbKey, Body: crop }));
    const { FaceMatches = [] } = await rekognition.send(
      new SearchFacesByImageCommand({
        CollectionId: collectionId,
        Image: { Bytes: crop },
        MaxFaces: 1,
        FaceMatchThreshold: 95,
      }),
    );
    faces.push({ idx: index + 1, thumbKey, faceId: FaceMatches[0]?.Face?.FaceId ?? null });
  }

  const record = { photoId: `loop-${key}`, s3Key: key, faceCount: faces.length, faces };
  await photos.send(new PutCommand({ TableName: table, Item: record }));
  return { faceCount: faces.length };
}

const cropFace = (photo: Sharp, box: BoundingBox, size: Size) =>
  photo
    .extract(cropRectangle(faceInPhoto(toBoundingBox(box), size), size, margins[0]))
    .jpeg({ quality: 90 })
    .toBuffer();
