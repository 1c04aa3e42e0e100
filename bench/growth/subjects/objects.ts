import { PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { forEachAtOnce } from '../../../operations/match/at-once.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import type { Subject } from '../subject.ts';

/** Small objects in one bucket. */
export const objects: Subject = {
  grows: 'objects of a bucket',
  sizes: [50, 500, 5000],
  settings: () => ({ faces: 1 }),
  fill: (size) => [{ step: 'put', run: (cloud) => put(cloud, 'object', size) }],
  use: () => [
    { step: 'list for the first time', run: (cloud) => list(cloud) },
    { step: 'list', run: (cloud) => list(cloud) },
    { step: 'put 200 more', run: (cloud) => put(cloud, 'more', 200) },
  ],
};

async function put({ target: { s3, deployment } }: MeasuredCloud, batch: string, count: number) {
  const keys = Array.from({ length: count }, (_, index) => `${deployment.thumbsPrefix}${batch}-${index}.jpg`);
  const { signal } = new AbortController();
  await forEachAtOnce(keys, { atOnce: 4, signal }, async (Key) => {
    await s3.send(new PutObjectCommand({ Bucket: deployment.thumbsBucket, Key, Body: Buffer.alloc(10_000) }));
  });
}

async function list({ target: { s3, deployment } }: MeasuredCloud) {
  await Array.fromAsync(paginateListObjectsV2({ client: s3 }, { Bucket: deployment.thumbsBucket }));
}
