import { recordedPhoto } from '../../statemachine/payloads.ts';
import type { Target } from '../connect.ts';
import { readableError } from '../executions/event-error.ts';
import { type EndedExecution, OpenExecutions } from '../executions/open-executions.ts';
import { expectedStatus } from './expected-status.ts';
import type { SmokePhoto } from './smoke-photo.ts';
import type { Taken } from './steps.ts';

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
  checkEnd(ended, photo);
  return { value: undefined, told: `it ${ended.status}` };
}

function checkEnd(ended: EndedExecution, photo: SmokePhoto): void {
  if (ended.status !== 'SUCCEEDED') {
    const { error, cause } = readableError(ended.error ?? 'without an error', ended.cause);
    throw new ExecutionWrong(`Expected it to succeed, got ${ended.status}: ${error}: ${cause}`);
  }
  const { status, superseded } = recordedPhoto.parse(JSON.parse(ended.output!));
  if (status === expectedStatus(photo) && !superseded) return;
  throw new ExecutionWrong(`Expected the photo to be ${expectedStatus(photo)}, got ${ended.output}`);
}
