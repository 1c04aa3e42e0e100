import type { MatchProgress } from '../../cli/match/match-progress.ts';
import type { Report } from '../../cli/match/report.ts';
import type { NamedPhoto } from '../../cli/photos/photo-name.ts';
import type { Target } from '../connect.ts';
import { uploadPhoto } from '../photos/upload-photo.ts';
import { forEachAtOnce } from './at-once.ts';
import { ExecutionFollower } from './execution-follower.ts';
import { type PhotoResult, readResult, unrecorded } from './photo-result.ts';
import { startExecution } from './start-execution.ts';
import { UploadedExecutions } from './uploaded-executions.ts';

export interface MatchOptions {
  /** Similarity in percent; only where an upload does not start the execution. */
  readonly threshold?: number;
  readonly signal: AbortSignal;
  readonly progress: MatchProgress;
  /** Told of each photo as soon as it is through, in whatever order. */
  readonly report: Pick<Report, 'add'>;
}

/** Photos under way at the same time; in one process two for each of the engine's two workers, so that it never waits. */
const photosAtOnce = { 'in-process': 4, server: 8, aws: 16 } as const;

/** Milliseconds; the in-process cloud is asked by nobody else, AWS's quotas are everybody's. */
const betweenRequests = { 'in-process': 100, server: 100, aws: 250 } as const;
const betweenLists = { 'in-process': 500, server: 500, aws: 1_500 } as const;

/** Milliseconds for an upload's event to start its execution; EventBridge is seldom late by more than seconds. */
const patience = 120_000;

/**
 * Uploads photos and waits until the workflow is through with each. Nothing that happens to one photo stops the
 * others. `unfinished` are the keys of the photos that were under way when the signal aborted.
 */
export async function matchPhotos(
  target: Target,
  photos: readonly NamedPhoto[],
  { threshold, signal, progress, report }: MatchOptions,
): Promise<{ results: PhotoResult[]; unfinished: string[] }> {
  const { s3, sfn, deployment, kind } = target;
  const follower = new ExecutionFollower(sfn, { between: betweenRequests[kind], signal });
  const executionOf = await executionStarter(target, { threshold, signal });
  const results: PhotoResult[] = [];
  const underWay = new Set<string>();

  async function match(file: string, key: string): Promise<PhotoResult> {
    await uploadPhoto(s3, file, { bucket: deployment.rawBucket, key });
    const executionArn = await executionOf(key);
    const execution = await follower.follow(executionArn, (faces) => progress.update(key, faces));
    return readResult(target.photos, deployment, key, execution);
  }

  await forEachAtOnce(photos, { atOnce: photosAtOnce[kind], signal }, async (photo) => {
    const key = deployment.rawPrefix + photo.name;
    underWay.add(key);
    const result = await match(photo.file, key).catch((error: Error) =>
      signal.aborted ? undefined : unrecorded(deployment, key, describeError(error)),
    );
    if (!result) return;
    underWay.delete(key);
    results.push(result);
    await report.add(photo, result);
    progress.finish(key, result);
  });
  return { results, unfinished: [...underWay] };
}

/** Gives the ARN of an uploaded photo's execution: started by hand, or by the upload where uploads do. */
async function executionStarter(
  { kind, startOnUpload, sfn, deployment: { stateMachineArn } }: Target,
  { threshold, signal }: Pick<MatchOptions, 'threshold' | 'signal'>,
): Promise<(key: string) => Promise<string>> {
  if (!startOnUpload) return (key) => startExecution(sfn, stateMachineArn, { key, threshold });
  const uploaded = await UploadedExecutions.watch(sfn, stateMachineArn, {
    between: betweenLists[kind],
    patience,
    signal,
  });
  return (key) => uploaded.of(key);
}

/** Node's own errors are all named Error; their code says more. */
const describeError = ({ name, message, code }: Error & { code?: string }) => ({
  error: name === 'Error' && code ? code : name,
  cause: message,
});
