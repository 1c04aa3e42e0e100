import { Semaphore } from 'async-mutex';
import { forEachAtOnce } from '../at-once.ts';
import type { Target } from '../connect.ts';
import { OpenExecutions } from '../executions/open-executions.ts';
import { type PhotoResult, readResult, type UnrecordedPhoto } from '../match/photo-result.ts';
import { patiently } from '../patiently.ts';
import type { Batch } from './batch.ts';
import { type Bound, ExpectedFaces } from './bound.ts';
import { type KnownPhoto, withRecords } from './photo-records.ts';
import { listPhotos, type Selection } from './selection.ts';
import { type Ending, isRecorded, type Tally } from './tally.ts';

export interface ReprocessOptions {
  readonly batch: Batch;
  readonly bound: Bound;
  /** When it aborts no execution is started any more; what is open goes on. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
  readonly progress?: ReprocessProgress;
}

/** Told of each photo when its execution is started, and when it is through. */
export interface ReprocessProgress {
  start(): void;
  finish(key: string, result: PhotoResult, ending: Ending): void;
}

/** Photo after photo with faces in it ended without a record, and the others would, too. */
class EveryPhotoFails extends Error {
  override name = 'EveryPhotoFails' as const;
}

/** Each has cost a DetectFaces call. */
const hopeless = 10;

/**
 * Runs an execution for each selected photo that the batch has not run yet, no more at once than the bound allows.
 * Returns how many were left running.
 *
 * Throws EveryPhotoFails, UsageError for another input than the batch began with, or what the services answered;
 * before that, what was started is followed to its end.
 */
export async function reprocessPhotos(
  target: Target,
  selection: Selection,
  { batch, bound, signal, tally, progress }: ReprocessOptions,
): Promise<number> {
  const { sfn, deployment } = target;
  // A cloud of this process would take its executions with it: they are waited for.
  const open = new OpenExecutions(target, { signal: target.kind === 'in-process' ? undefined : signal });
  /** Lets in, in the order of arrival, so that many small photos never keep a crowd waiting. */
  const room = new Semaphore(bound.size);
  const expected = new ExpectedFaces();
  const failure = new AbortController();
  const stopped = AbortSignal.any([signal, failure.signal]);
  let leftRunning = 0;
  let unrecorded = 0;

  async function run(key: string): Promise<void> {
    const { executionArn, isOver } = await batch.start(sfn, key);
    leftRunning += 1;
    progress?.start();
    const ended = await open.end(executionArn);
    leftRunning -= 1;
    const result = await patiently(() => readResult(target.photos, deployment, key, ended));
    const ending = tally.add(result, executionArn);
    progress?.finish(key, result, ending);
    if (!isRecorded(result)) {
      // What failed an earlier command may be mended.
      if (!isOver) unrecorded += 1;
      if (unrecorded >= hopeless) throw everyPhotoFails(result);
    } else if (result.faces.length > 0) {
      // Photos without faces, and those that cannot be used, never come to what fails the others.
      unrecorded = 0;
    }
    if (ending === 'MATCHED' || ending === 'NO_FACES') expected.learn(result.faces.length);
  }

  async function runInTurn(photo: KnownPhoto): Promise<void> {
    const share = bound.shareOf(expected.of(photo));
    await room.runExclusive(async () => {
      if (!stopped.aborted) await run(photo.key);
    }, share);
  }

  const photos = withRecords(target, listPhotos(target, selection));
  await forEachAtOnce(photos, { atOnce: bound.size, signal: stopped }, async (photo) => {
    try {
      const earlier = batch.recordOf(photo);
      if (earlier) tally.addEarlier(earlier);
      else await runInTurn(photo);
    } catch (error) {
      // The user has left what is open to itself.
      if ((error as Error).name === 'AbortError') return;
      failure.abort();
      throw error;
    }
  });
  return leftRunning;
}

const everyPhotoFails = ({ error: { error, cause } }: UnrecordedPhoto) =>
  new EveryPhotoFails(
    `Expected photos to be recorded, but ${hopeless} in a row were not, the last one because of ${error}: ${cause}`,
  );
