import { PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { forEachAtOnce } from '../../../operations/match/at-once.ts';
import { listPhotos } from '../../../operations/reprocess/list-photos.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import type { Subject } from '../subject.ts';

/** Records of photos with 4 faces in the Photos table. */
export const records: Subject = {
  grows: 'records of photos',
  sizes: [50, 500, 5000],
  settings: () => ({ faces: 1 }),
  fill: (size) => [{ step: 'write', run: (cloud) => write(cloud, 'photo', size) }],
  use: () => [
    { step: 'scan', run: (cloud) => scan(cloud) },
    {
      step: 'find the failed',
      run: ({ target }) => Array.fromAsync(listPhotos(target, { failedUnder: '' })),
    },
    { step: 'write 200 more', run: (cloud) => write(cloud, 'more', 200) },
  ],
};

const boundingBox = { left: 0.352118, top: 0.204511, width: 0.110403, height: 0.182746 };
const faces = Array.from({ length: 4 }, (_, index) => ({
  idx: index + 1,
  boundingBox,
  outcome: 'NoMatch',
  threshold: 95,
  thumbKey: `faces-thumbs/9535d6c386edd2894c9f/9b2cf535f27731c974343645a3985328/face_${index + 1}.jpg`,
}));

async function write({ target: { photos, deployment } }: MeasuredCloud, batch: string, count: number) {
  const { signal } = new AbortController();
  const ids = Array.from({ length: count }, (_, index) => `${batch}-${index}`);
  await forEachAtOnce(ids, { atOnce: 4, signal }, async (photoId) => {
    const Item = {
      photoId,
      s3Key: `${deployment.rawPrefix}${photoId}.jpg`,
      status: 'MATCHED',
      faceCount: 4,
      faces,
    };
    await photos.send(new PutCommand({ TableName: deployment.photosTable, Item }));
  });
}

async function scan({ target: { photos, deployment } }: MeasuredCloud) {
  await Array.fromAsync(paginateScan({ client: photos }, { TableName: deployment.photosTable }));
}
