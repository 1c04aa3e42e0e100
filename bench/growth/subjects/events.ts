import { DescribeExecutionCommand, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { readExecution } from '../../../operations/executions/read-execution.ts';
import { readFaceProgress } from '../../../operations/match/face-progress.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import { photosOf } from '../photos.ts';
import type { Subject } from '../subject.ts';

/** Of a face that is throttled until its 40 retries are used up. */
const eventsPerFace = 132;

/** One execution with a longer and longer history, up to the longest that a photo can have. */
export const events: Subject = {
  grows: 'events of an execution',
  sizes: [1, 10, 100].map((faces) => faces * eventsPerFace),
  settings: (size) => ({ faces: size / eventsPerFace, sampleFunctions: true, throttled: true }),
  fill: () => [{ step: 'run', run: (cloud) => cloud.run(photosOf(cloud.target, 'photo', 1)) }],
  use: () => [
    { step: 'describe', run: (cloud) => describe(cloud) },
    { step: 'read its history by 100', run: (cloud) => readHistory(cloud, 100) },
    { step: 'read its history by 1,000', run: (cloud) => readHistory(cloud, 1000) },
    { step: 'see its progress', run: ({ target }) => readFaceProgress(target.sfn, arnOf(target)) },
    { step: 'executions <name>', run: ({ target }) => shown(target) },
  ],
};

const name = 'photo-1';

const arnOf = ({ deployment }: MeasuredCloud['target']) =>
  `${deployment.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

const describe = ({ target }: MeasuredCloud) =>
  target.sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(target) }));

async function readHistory({ target }: MeasuredCloud, pageSize: number) {
  const pages = paginateGetExecutionHistory(
    { client: target.sfn, pageSize },
    { executionArn: arnOf(target) },
  );
  await Array.fromAsync(pages);
}

const shown = ({ sfn, deployment }: MeasuredCloud['target']) =>
  readExecution(sfn, deployment.stateMachineArn, name);
