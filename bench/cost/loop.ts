import { DetectFacesCommand, SearchFacesByImageCommand } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import type { Target } from '../../cli/target.ts';

/**
 * What the workflow replaces: one Lambda that looks for the faces of a photo, decodes it once, and then crops,
 * searches and stores one face after the other, before it writes the record; billed while it waits.
 */
export async function loop(
  { s3, rekognition, photos, deployment }: Pick<Target, 's3' | 'rekognition' | 'photos' | 'deployment'>,
  key: string,
): Promise<void> {
  const { rawBucket, thumbsBucket, thumbsPrefix, collectionId, photosTable } = deployment;
  const { FaceDetails = [] } = await rekognition.send(
    new DetectFacesCommand({ Image: { S3Object: { Bucket: rawBucket, Name: key } } }),
  );
  const object = await s3.send(new GetObjectCommand({ Bucket: rawBucket, Key: key }));
  const { data, info } = await sharp(await object.Body!.transformToByteArray())
    .autoOrient()
    .raw()
    .toBuffer({ resolveWithObject: true });

  const faces: object[] = [];
  for (const [index, { BoundingBox }] of FaceDetails.entries()) {
    const jpeg = await sharp(data, { raw: info })
      .extract(withMargin(BoundingBox!, info))
      .jpeg({ quality: 90 })
      .toBuffer();
    const { FaceMatches = [] } = await rekognition.send(
      new SearchFacesByImageCommand({
        CollectionId: collectionId,
        Image: { Bytes: jpeg },
        MaxFaces: 1,
        FaceMatchThreshold: 95,
      }),
    );
    const thumbKey = `${thumbsPrefix}loop/${key}/${index + 1}.jpg`;
    await s3.send(new PutObjectCommand({ Bucket: thumbsBucket, Key: thumbKey, Body: jpeg }));
    const [match] = FaceMatches;
    const known = match && { faceId: match.Face?.FaceId, similarity: match.Similarity };
    faces.push({ idx: index + 1, boundingBox: BoundingBox, thumbKey, ...known });
  }
  const Item = { photoId: `loop-${key}`, s3Key: key, faces, matchedAt: new Date().toISOString() };
  await photos.send(new PutCommand({ TableName: photosTable, Item }));
}

const margin = 0.4;

function withMargin(
  {
    Left = 0,
    Top = 0,
    Width = 0,
    Height = 0,
  }: { Left?: number; Top?: number; Width?: number; Height?: number },
  photo: { width: number; height: number },
) {
  const pixel = (ratio: number, side: number) => Math.round(Math.min(Math.max(ratio, 0), 1) * side);
  const left = pixel(Left - margin * Width, photo.width);
  const top = pixel(Top - margin * Height, photo.height);
  const right = pixel(Left + (1 + margin) * Width, photo.width);
  const bottom = pixel(Top + (1 + margin) * Height, photo.height);
  return { left, top, width: right - left, height: bottom - top };
}
