import type { Target } from '../connect.ts';
import { executionName } from '../executions/execution-name.ts';
import { startExecution } from '../match/start-execution.ts';
import { UploadedExecutions } from '../match/uploaded-executions.ts';
import type { Taken } from './steps.ts';

/** Milliseconds between two looks at the list; ListExecutions has one of AWS's narrowest quotas. */
const between = { 'in-process': 250, server: 250, aws: 1_500 } as const;

/** Milliseconds; events are seldom later than seconds. */
const patience = 120_000;

/** Finds the execution of a photo. To be made before the upload, to know which executions are newer. */
export async function executionFinder(
  { kind, startOnUpload, sfn, deployment: { stateMachineArn } }: Target,
  signal: AbortSignal,
): Promise<(key: string) => Promise<Taken<string>>> {
  if (!startOnUpload) {
    return async (key) => tell('by hand', await startExecution(sfn, stateMachineArn, { key }));
  }
  const pace = { between: between[kind], patience, signal };
  const uploaded = await UploadedExecutions.watch(sfn, stateMachineArn, pace);
  return async (key) => tell('by the upload', await uploaded.of(key));
}

const tell = (how: string, executionArn: string): Taken<string> => ({
  value: executionArn,
  told: `${executionName(executionArn)}, ${how}`,
});
