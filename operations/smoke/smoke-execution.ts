import { recordedPhoto } from '../../statemachine/payloads.ts';
import type { Target } from '../connect.ts';
import { readableError } from '../executions/event-error.ts';
import { executionName } from '../executions/execution-name.ts';
import { ExecutionFollower } from '../match/execution-follower.ts';
import { startExecution } from '../match/start-execution.ts';
import { UploadedExecutions } from '../match/uploaded-executions.ts';
import { expectedStatus, type SmokePhoto } from './smoke-photo.ts';
import type { Taken } from './steps.ts';

/** Milliseconds between two looks at the list; ListExecutions has one of AWS's narrowest quotas. */
const betweenLists = { 'in-process': 250, server: 250, aws: 1_500 } as const;

/** Milliseconds; events are seldom later than seconds. */
const patience = 120_000;

/** Finds the execution of a photo. To be made before the upload, to know which executions are newer. */
export async function executionFinder(
  { kind, startOnUpload, sfn, deployment: { stateMachineArn } }: Target,
  signal: AbortSignal,
): Promise<(key: string) => Promise<Taken<string>>> {
  const tell = (how: string, executionArn: string): Taken<string> => ({
    value: executionArn,
    told: `${executionName(executionArn)}, ${how}`,
  });
  if (!startOnUpload) {
    return async (key) => tell('by hand', await startExecution(sfn, stateMachineArn, { key }));
  }
  const pace = { between: betweenLists[kind], patience, signal };
  const uploaded = await UploadedExecutions.watch(sfn, stateMachineArn, pace);
  return async (key) => tell('by the upload', await uploaded.of(key));
}

/** The execution did not do what it had to, or not in time. */
class ExecutionWrong extends Error {
  override name = 'ExecutionWrong' as const;
}

/** Milliseconds between two looks at the execution; AWS's quota is everybody's. */
const between = 250;

/** Waits for an execution to end, and checks that it succeeded with this photo. Throws ExecutionWrong. */
export async function awaitExecution(
  { sfn }: Target,
  executionArn: string,
  photo: SmokePhoto,
  signal: AbortSignal,
): Promise<Taken<void>> {
  const follower = new ExecutionFollower(sfn, { between, signal });
  const ended = await follower
    .follow(executionArn, () => {})
    .catch((error: Error) => {
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
