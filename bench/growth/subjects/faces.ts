import { readExecution } from '../../../operations/executions/read-execution.ts';
import type { MeasuredCloud } from '../measured-cloud.ts';
import { runNew } from '../photos.ts';
import type { Subject } from '../subject.ts';

/** Photos with more and more faces through the real functions. */
export const faces: Subject = {
  grows: 'faces of a photo',
  sizes: [1, 10, 100],
  settings: (size) => ({ faces: size }),
  fill: () => [
    { step: 'run 8 in new sandboxes', run: (cloud) => runNew(cloud, 'first', 8) },
    { step: 'upload and run 20', run: (cloud) => runNew(cloud, 'photo', 20) },
  ],
  use: () => [{ step: 'show an execution', run: ({ target }) => shown(target) }],
};

const shown = ({ sfn, deployment }: MeasuredCloud['target']) =>
  readExecution(sfn, deployment.stateMachineArn, 'photo-1');
