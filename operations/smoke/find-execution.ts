import type { Target } from '../connect.ts';
import { executionName } from '../executions/execution-name.ts';
import { OpenExecutions } from '../executions/open-executions.ts';
import { startExecution } from '../match/start-execution.ts';
import type { Taken } from './steps.ts';

/** Finds the execution of a photo. To be made before the upload, to know which executions are newer. */
export async function executionFinder(
  target: Target,
  signal: AbortSignal,
): Promise<(key: string) => Promise<Taken<string>>> {
  if (!target.startOnUpload) {
    const { sfn, deployment } = target;
    return async (key) => tell('by hand', await startExecution(sfn, deployment.stateMachineArn, { key }));
  }
  const open = new OpenExecutions(target, { signal });
  await open.watchUploads();
  return async (key) => tell('by the upload', await open.startedBy(key));
}

const tell = (how: string, executionArn: string): Taken<string> => ({
  value: executionArn,
  told: `${executionName(executionArn)}, ${how}`,
});
