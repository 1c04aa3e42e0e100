/** The least that CropAndSearch could be: the same clients and the same calls, and nothing around them. */
import { RekognitionClient, SearchFacesByImageCommand } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';
import type { FaceToSearch } from '../../statemachine/payloads.ts';

const s3 = new S3Client({ forcePathStyle: true });
const rekognition = new RekognitionClient();

export async function handler({ photo, face, collectionId, threshold }: FaceToSearch): Promise<void> {
  const cutouts = { Bucket: photo.cutouts!.bucket, Key: photo.cutouts!.key };
  const [first, last] = face.cutout!.bytes;
  const object = await s3.send(new GetObjectCommand({ ...cutouts, Range: `bytes=${first}-${last}` }));
  const crop = await sharp(await object.Body!.transformToByteArray())
    .jpeg({ quality: 90 })
    .toBuffer();
  const request = { CollectionId: collectionId, Image: { Bytes: crop }, FaceMatchThreshold: threshold };
  await Promise.all([
    rekognition.send(new SearchFacesByImageCommand(request)),
    s3.send(new PutObjectCommand({ Bucket: process.env.THUMBS_BUCKET!, Key: 'bare', Body: crop })),
    s3.send(new GetObjectCommand({ Bucket: photo.bucket, Key: photo.key, Range: 'bytes=0-0' })),
  ]);
}
