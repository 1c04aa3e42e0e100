import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Target } from '../../operations/connect.ts';
import { forEachAtOnce } from '../../operations/match/at-once.ts';
import { plainPhoto } from '../fixed-faces.ts';
import type { MeasuredCloud } from './measured-cloud.ts';

/** A photo to upload, and the execution that is to be started for it. */
export interface Photo {
  readonly key: string;
  readonly name: string;
}

export const photosOf = ({ deployment }: Target, batch: string, count: number): Photo[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `${batch}-${index + 1}`;
    return { name, key: `${deployment.rawPrefix}growth/${name}.jpg` };
  });

/** Uploads photos and runs an execution for each. */
export async function runNew(cloud: MeasuredCloud, batch: string, count: number): Promise<void> {
  const photos = photosOf(cloud.target, batch, count);
  await upload(cloud.target, photos);
  await cloud.run(photos);
}

const atOnce = 4;

async function upload({ s3, deployment }: Target, photos: readonly Photo[]): Promise<void> {
  const Body = await plainPhoto();
  const { signal } = new AbortController();
  await forEachAtOnce(photos, { atOnce, signal }, async ({ key: Key }) => {
    await s3.send(new PutObjectCommand({ Bucket: deployment.rawBucket, Key, Body }));
  });
}
