import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { listExecutions } from '../../../operations/executions/list-executions.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import { photosOf } from '../photos.ts';
import type { Subject } from '../subject.ts';

/** Many executions in one data folder. The functions only answer, so that it is Step Functions that is measured. */
export const executions: Subject = {
  grows: 'executions',
  sizes: [100, 1000, 5000],
  settings: () => ({ faces: 1, sampleFunctions: true }),
  fill: (size) => [
    { step: 'run 8 in new sandboxes', run: (cloud) => cloud.run(photosOf(cloud.target, 'first', 8)) },
    { step: 'run', run: (cloud) => cloud.run(photosOf(cloud.target, 'photo', size)) },
  ],
  use: (size) => [
    { step: 'list all by 100', run: (cloud) => listPages(cloud, 100) },
    { step: 'list all by 1,000', run: (cloud) => listPages(cloud, 1000) },
    { step: 'list the failed', run: ({ target }) => shown(target, { limit: 20, status: 'FAILED' }) },
    { step: 'executions', run: ({ target }) => shown(target, { limit: 20 }) },
    { step: 'executions --limit all', run: ({ target }) => shown(target, { limit: size }) },
  ],
};

async function listPages({ target: { sfn, deployment } }: MeasuredCloud, pageSize: number) {
  const { stateMachineArn } = deployment;
  await Array.fromAsync(paginateListExecutions({ client: sfn, pageSize }, { stateMachineArn }));
}

const shown = ({ sfn, deployment }: MeasuredCloud['target'], filter: Parameters<typeof listExecutions>[2]) =>
  listExecutions(sfn, deployment.stateMachineArn, filter);
