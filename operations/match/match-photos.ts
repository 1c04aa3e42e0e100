import { paginateGetExecutionHistory, type SFNClient } from '@aws-sdk/client-sfn';
import { forEachAtOnce } from '../at-once.ts';
import type { Target } from '../connect.ts';
import { OpenExecutions } from '../executions/open-executions.ts';
import { uploadPhoto } from '../photos/upload-photo.ts';
import { type PhotoResult, readResult, unrecorded } from './photo-result.ts';
import { startExecution } from './start-execution.ts';

/** A photo on this machine. */
export interface NamedPhoto {
  /** Absolute. */
  readonly file: string;
  /** Its S3 key without the raw prefix. */
  readonly name: string;
}

export interface FaceProgress {
  /** Faces DetectFaces found. */
  readonly found: number;
  /** Faces that have their outcome. */
  readonly searched: number;
}

export interface MatchOptions {
  /** Similarity in percent; only where an upload does not start the execution. */
  readonly threshold?: number;
  readonly signal: AbortSignal;
  /** Told now and then of a photo that is under way, by its key. */
  readonly onProgress: (key: string, faces: FaceProgress) => void;
  /** Told of each photo as soon as it is through, in whatever order. */
  readonly onResult: (photo: NamedPhoto, result: PhotoResult) => Promise<void>;
}

/** Photos under way at the same time; in one process two for each of the engine's two workers, so that it never waits. */
const photosAtOnce = { 'in-process': 4, server: 8, aws: 16 } as const;

/**
 * Uploads photos and waits until the workflow is through with each. Nothing that happens to one photo stops the
 * others. `unfinished` are the keys of the photos that were under way when the signal aborted.
 */
export async function matchPhotos(
  target: Target,
  photos: readonly NamedPhoto[],
  { threshold, signal, onProgress, onResult }: MatchOptions,
): Promise<{ results: PhotoResult[]; unfinished: string[] }> {
  const { s3, sfn, deployment, kind, startOnUpload } = target;
  const open = new OpenExecutions(target, { signal });
  if (startOnUpload) await open.watchUploads();
  const results: PhotoResult[] = [];
  const underWay = new Set<string>();

  async function match(file: string, key: string): Promise<PhotoResult> {
    await uploadPhoto(s3, file, { bucket: deployment.rawBucket, key });
    const executionArn = startOnUpload
      ? await open.startedBy(key)
      : await startExecution(sfn, deployment.stateMachineArn, { key, threshold });
    const whileRunning = async () => onProgress(key, await readFaceProgress(sfn, executionArn));
    const execution = await open.end(executionArn, { whileRunning });
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
    await onResult(photo, result);
  });
  return { results, unfinished: [...underWay] };
}

/** How far a running execution is: one iteration of its Map per face. */
async function readFaceProgress(sfn: SFNClient, executionArn: string): Promise<FaceProgress> {
  let [found, searched] = [0, 0];
  const pages = paginateGetExecutionHistory(
    { client: sfn, pageSize: 1000 },
    { executionArn, includeExecutionData: false },
  );
  for await (const { events } of pages) {
    for (const { type, mapStateStartedEventDetails } of events ?? []) {
      if (type === 'MapStateStarted') found = mapStateStartedEventDetails?.length ?? 0;
      if (type === 'MapIterationSucceeded') searched += 1;
    }
  }
  return { found, searched };
}

/** Node's own errors are all named Error; their code says more. */
const describeError = ({ name, message, code }: Error & { code?: string }) => ({
  error: name === 'Error' && code ? code : name,
  cause: message,
});
