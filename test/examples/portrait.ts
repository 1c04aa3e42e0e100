import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type Deployed, sample } from '../workflow/deployed.ts';

/** The largest face of the first sample photo and its margin, as CropAndSearch stores it. */
export async function portrait({ upload, run, record, s3, cloud }: Deployed): Promise<Buffer> {
  const key = await upload('portrait.jpg', await sample(1));
  await run({ key });
  const { thumbKey } = (await record(key))!.faces[0]!;
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: cloud.deployment.thumbsBucket, Key: thumbKey }),
  );
  return Buffer.from(await Body!.transformToByteArray());
}
