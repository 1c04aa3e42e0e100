import { observeBurst } from '../burst/check/observe-burst.ts';
import { plainPhoto } from '../fixed-faces.ts';
import type { Finished, Workflow } from '../workflow-cloud.ts';
import type { FaultRun } from './fault-runs.ts';

export interface Outcome {
  /** Calls that each fault struck, in their order. */
  readonly struck: readonly number[];
  /** By Step Functions; the SDK tries again before, what is not throttled. */
  readonly retried: number;
  /** Faces that have an outcome of their own in the end, and those that do not. */
  readonly searched: number;
  readonly lost: number;
  readonly executions: readonly Finished[];
}

/** Runs photos, with so many faces each, while the faults strike. */
export async function runWithFaults(
  workflow: Workflow,
  { photos, faults, redriven }: FaultRun,
  faces: number,
): Promise<Outcome> {
  const body = await plainPhoto();
  const names = Array.from({ length: photos }, (_, index) => `${crypto.randomUUID()}-${index}.jpg`);
  const keys = await Promise.all(names.map((name) => workflow.upload(name, body)));
  const injected = faults.map((fault) => workflow.inject(fault));
  const executions = await Promise.all(keys.map((key) => workflow.run({ key })));
  for (const fault of injected) fault.remove();
  const ends = redriven ? await Promise.all(executions.map(({ arn }) => workflow.redrive(arn))) : executions;
  const histories = await Promise.all(ends.map(({ arn }) => workflow.history(arn)));
  const searched = ends.reduce(
    (sum, { output }) => sum + (output ? output.faceCount - output.failedCount : 0),
    0,
  );
  return {
    struck: injected.map(({ count }) => count),
    retried: observeBurst(histories).retries,
    searched,
    lost: photos * faces - searched,
    executions,
  };
}
