import { recordedPhoto } from '../../statemachine/payloads.ts';
import type { Target } from '../connect.ts';
import { readableError } from '../executions/event-error.ts';
import { executionName } from '../executions/execution-name.ts';
import { OpenExecutions } from '../executions/open-executions.ts';
import { startExecution } from '../match/start-execution.ts';
import { expectedStatus, type SmokePhoto } from './smoke-photo.ts';
import type { Taken } from './steps.ts';

/** Finds the execution of a photo. To be made before the upload, to know which executions are newer. */
export async function executionFinder(
  target: Target,
  signal: AbortSignal,
): Promise<(key: string) => Promise<Taken<string>>> {
  const tell = (how: string, executionArn: string): Taken<string> => ({
    value: executionArn,
    told: `${executionName(executionArn)}, ${how}`,
  });
  if (!target.startOnUpload) {
    const { sfn, deployment } = target;
    return async (key) => tell('by hand', await startExecution(sfn, deployment.stateMachineArn, { key }));
  }
  const open = new OpenExecutions(target, { signal });
  await open.watchUploads();
  return async (key) => tell('by the upload', await open.startedBy(key));
}

/** The execution did not do what it had to, or not in time. */
class ExecutionWrong extends Error {
  override name = 'ExecutionWrong' as const;
}

/** Waits for an execution to end, and checks that it succeeded with this photo. Throws ExecutionWrong. */
export async function awaitExecution(
  target: Target,
  executionArn: string,
  photo: SmokePhoto,
  signal: AbortSignal,
): Promise<Taken<void>> {
  const open = new OpenExecutions(target, { signal });
  const ended = await open.end(executionArn, { withOutput: true }).catch((error: Error) => {
    if (!signal.aborted) throw error;
    throw new ExecutionWrong(`Expected it to end, but it still runs: ${signal.reason.message}`);
  });
  if (ended.status !== 'SUCCEEDED') {
    const { error, cause } = readableError(ended.error ?? 'without an error', ended.cause);
    throw new ExecutionWrong(`Expected it to succeed, got ${ended.status}: ${error}: ${cause}`);
  }
  const { status, superseded } = recordedPhoto.parse(JSON.parse(ended.output!));
  if (status !== expectedStatus(photo) || superseded) {
    throw new ExecutionWrong(`Expected the photo to be ${expectedStatus(photo)}, got ${ended.output}`);
  }
  return { value: undefined, told: `it ${ended.status}` };
}
