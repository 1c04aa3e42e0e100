import type * as z from 'zod';
import { refuseBorrowed } from '../../../operations/connect/refuse-borrowed.ts';
import type { Target } from '../../../operations/connect.ts';
import { executionName } from '../../../operations/executions/execution-name.ts';
import { startExecution } from '../../../operations/match/start-execution.ts';
import { checkKeys, checkSelection } from '../../../operations/reprocess/selection.ts';
import type { start as schema } from '../../api/action.ts';
import type { Answer } from '../../api/routes.ts';

/** Starts an execution for a photo of the bucket. Throws UsageError for a key that is none. */
export async function start(
  target: Target,
  { key, threshold }: z.output<typeof schema>,
): Promise<Answer<'start'>> {
  refuseBorrowed(target);
  checkSelection({ keys: [key] }, target.deployment);
  await checkKeys(target.s3, target.deployment.rawBucket, [key]);
  const { stateMachineArn } = target.deployment;
  const execution = executionName(await startExecution(target.sfn, stateMachineArn, { key, threshold }));
  return { execution, message: `Started ${execution}.` };
}
