import { selectPhotos } from '../../lambdas/select-photos/select-photos.ts';
import { InvalidInput } from '../../lambdas/shared/errors.ts';
import type { ReprocessInput, SelectedPhotos } from '../../statemachine/reprocess-payloads.ts';
import type { Target } from '../connect.ts';
import { UsageError } from '../usage-error.ts';

/**
 * What a run of this input would find and take: what its dry run tells, without an execution. Throws UsageError for an
 * input that selects no photos of this deployment.
 */
export async function estimateRun(target: Target, input: ReprocessInput): Promise<SelectedPhotos> {
  const { thumbsBucket: bucket, thumbsPrefix: prefix, searchesPerSecond, ...deployment } = target.deployment;
  const searches = Number(searchesPerSecond);
  const settings = {
    ...deployment,
    thumbs: { bucket, prefix },
    searchesPerSecond: searches > 0 ? searches : ('none' as const),
  };
  try {
    const execution = { arn: '', name: '' };
    return await selectPhotos({ execution, input: { ...input, dryRun: true } }, settings, target);
  } catch (error) {
    throw error instanceof InvalidInput ? new UsageError(error.message) : error;
  }
}

/** To the tenth of a cent, where it matters. */
export const money = (dollars: number) => `$${dollars.toFixed(dollars < 10 ? 3 : 2)}`;
