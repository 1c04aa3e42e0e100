import { DescribeExecutionCommand, type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { photoId } from '../../statemachine/photo-id.ts';

import type { Target } from '../connect.ts';
import { findTraces, removeTraces } from '../forget/photo-traces.ts';
import { plural } from '../match/totals.ts';
import { cropsPlace } from './crops-place.ts';
import type { Taken } from './steps.ts';

export interface SmokeTraces {
  readonly key: string;
  /** Absent when none has been seen. */
  readonly executionArn?: string;
}

/** Removes the photo, its crops and its record. An execution that still runs is stopped before. */
export async function cleanUp(target: Target, { key, executionArn }: SmokeTraces): Promise<Taken<void>> {
  const stopped = executionArn !== undefined && (await stopIfRunning(target.sfn, executionArn));
  const traces = await findTraces(target, key, { withPhoto: true });
  await removeTraces(target, traces);
  const told = `removed the photo, ${plural(traces.crops.length, 'crop')} and the record`;
  const place = cropsPlace(target.deployment, traces.photoId);
  return {
    value: undefined,
    told: stopped
      ? `${told}; the execution is stopped, calls under way may still store under ${place}`
      : told,
  };
}

/** For `--keep`: where everything is. */
export async function tellKept({ deployment }: Target, { key }: SmokeTraces): Promise<Taken<void>> {
  const { rawBucket, photosTable } = deployment;
  const id = photoId(rawBucket, key);
  const crops = cropsPlace(deployment, id);
  const told = `kept s3://${rawBucket}/${key}, its crops under ${crops}, and item ${id} of ${photosTable}`;
  return { value: undefined, told };
}

async function stopIfRunning(sfn: SFNClient, executionArn: string): Promise<boolean> {
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== 'RUNNING') return false;
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'SmokeTestEnded' }));
  return true;
}
