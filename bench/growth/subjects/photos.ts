import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { listExecutions } from '../../../operations/executions/list-executions.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import { runNew } from '../photos.ts';
import type { Subject } from '../subject.ts';

/** Photos with 4 faces through the real functions, and what they leave behind. */
export const photos: Subject = {
  grows: 'photos',
  sizes: [10, 100, 1000],
  settings: () => ({ faces: 4 }),
  fill: (size) => [
    { step: 'run 8 in new sandboxes', run: (cloud) => runNew(cloud, 'first', 8) },
    { step: 'upload and run', run: (cloud) => runNew(cloud, 'photo', size) },
  ],
  use: () => [
    { step: 'list their crops', run: listCrops },
    { step: 'scan their records', run: scanRecords },
    { step: 'list 20 executions', run: ({ target }) => listed(target, 20) },
    { step: 'run 8 more', run: (cloud) => runNew(cloud, 'more', 8) },
  ],
};

async function listCrops({ target: { s3, deployment } }: MeasuredCloud) {
  const { thumbsBucket: Bucket, thumbsPrefix: Prefix } = deployment;
  await Array.fromAsync(paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }));
}

async function scanRecords({ target: { photos, deployment } }: MeasuredCloud) {
  await Array.fromAsync(paginateScan({ client: photos }, { TableName: deployment.photosTable }));
}

const listed = ({ sfn, deployment }: MeasuredCloud['target'], limit: number) =>
  listExecutions(sfn, deployment.stateMachineArn, { limit });
