import { observeBurst } from '../../bench/burst/check/observe-burst.ts';
import { plainPhoto } from '../../bench/fixed-faces.ts';
import type { Fault } from '../../local-aws/gateway/faults.ts';
import type { Deployed, Finished } from './deployed.ts';

/** What goes wrong while photos are run, all at once. */
export interface FaultRun {
  readonly photos: number;
  readonly faults: readonly Fault[];
  /** The faults end with the execution, which is then redriven. */
  readonly redriven?: true;
}

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

/** Of every photo that is run. */
export const facesPerPhoto = 100;

/** Runs photos of 100 faces while the faults strike. */
export async function runWithFaults(
  deployed: Deployed,
  { photos, faults, redriven }: FaultRun,
): Promise<Outcome> {
  const body = await plainPhoto();
  const names = Array.from({ length: photos }, (_, index) => `${crypto.randomUUID()}-${index}.jpg`);
  const keys = await Promise.all(names.map((name) => deployed.upload(name, body)));
  const injected = faults.map((fault) => deployed.inject(fault));
  const executions = await Promise.all(keys.map((key) => deployed.run({ key })));
  for (const fault of injected) fault.remove();
  const ends = redriven ? await Promise.all(executions.map(({ arn }) => deployed.redrive(arn))) : executions;
  const histories = await Promise.all(ends.map(({ arn }) => deployed.history(arn)));
  const searched = ends.reduce(
    (sum, { output }) => sum + (output ? output.faceCount - output.failedCount : 0),
    0,
  );
  return {
    struck: injected.map(({ count }) => count),
    retried: observeBurst(histories).retries,
    searched,
    lost: photos * facesPerPhoto - searched,
    executions,
  };
}
