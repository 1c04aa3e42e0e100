/** The least that DetectFaces could be: the same clients and the same calls, and nothing around them. */
import { DetectFacesCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import sharp from 'sharp';

const s3 = new S3Client({ forcePathStyle: true });
const rekognition = new RekognitionClient();

export async function handler({ key }: { key: string }): Promise<void> {
  const photo = { Bucket: process.env.RAW_BUCKET!, Key: key };
  await s3.send(new GetObjectCommand({ ...photo, Range: 'bytes=0-262143' }));
  const decode = async () => {
    const object = await s3.send(new GetObjectCommand(photo));
    return sharp(await object.Body!.transformToByteArray())
      .raw()
      .toBuffer({ resolveWithObject: true });
  };
  const request = { Image: { S3Object: { Bucket: photo.Bucket, Name: key } } };
  const [, { data, info }] = await Promise.all([rekognition.send(new DetectFacesCommand(request)), decode()]);
  const { width, height, channels } = info;
  const cutout = await sharp(data, { raw: { width, height, channels } })
    .extract({ left: 0, top: 0, width: 432, height: 576 })
    .jpeg()
    .toBuffer();
  await s3.send(new PutObjectCommand({ Bucket: process.env.THUMBS_BUCKET!, Key: 'bare', Body: cutout }));
}
