import type { ReprocessProgress } from '../../cli/reprocess/progress.ts';
import type { Target } from '../connect.ts';
import { forEachAtOnce } from '../match/at-once.ts';
import { readResult, type UnrecordedPhoto } from '../match/photo-result.ts';
import type { Batch } from './batch.ts';
import type { Bound } from './bound.ts';
import { ExpectedFaces } from './expected-faces.ts';
import type { KnownPhoto } from './known-photos.ts';
import { OpenExecutions } from './open-executions.ts';
import { patiently } from './patiently.ts';
import { Room } from './room.ts';
import { startOnce } from './start-once.ts';
import { isRecorded, type Tally } from './tally.ts';

export interface ReprocessOptions {
  readonly batch: Batch;
  readonly bound: Bound;
  /** When it aborts no execution is started any more; what is open goes on. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
  readonly progress?: Pick<ReprocessProgress, 'start' | 'finish'>;
}

/** Photo after photo with faces in it ended without a record, and the others would, too. */
class EveryPhotoFails extends Error {
  override name = 'EveryPhotoFails' as const;
}

/** Each has cost a DetectFaces call. */
const hopeless = 10;

/**
 * Runs an execution for each photo that the batch has not run yet, no more at once than the bound allows.
 * Returns how many were left running.
 *
 * Throws EveryPhotoFails, UsageError for another input than the batch began with, or what the services answered;
 * before that, what was started is followed to its end.
 */
export async function reprocessPhotos(
  target: Target,
  photos: AsyncIterable<KnownPhoto>,
  { batch, bound, signal, tally, progress }: ReprocessOptions,
): Promise<number> {
  const { sfn, deployment } = target;
  // A cloud of this process would take its executions with it: they are waited for.
  const abandoned = target.kind === 'in-process' ? undefined : signal;
  const open = new OpenExecutions(target, { abandoned });
  const room = new Room(bound.size);
  const expected = new ExpectedFaces();
  const failure = new AbortController();
  const stopped = AbortSignal.any([signal, failure.signal]);
  let leftRunning = 0;
  let unrecorded = 0;

  async function run(key: string): Promise<void> {
    const { executionArn, isOver } = await startOnce(sfn, deployment.stateMachineArn, batch, key);
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
    await room.enter(share);
    try {
      if (!stopped.aborted) await run(photo.key);
    } finally {
      room.leave(share);
    }
  }

  await forEachAtOnce(photos, { atOnce: bound.size, signal: stopped }, async (photo) => {
    try {
      if (batch.hasRecorded(photo)) tally.addEarlier(photo.record!);
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
