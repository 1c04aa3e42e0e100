import type { FaceToIndex, IndexedFace, NotIndexedFace } from '../../statemachine/payloads.ts';
import { StagingGone } from './face-collection.ts';
import { Lease, LeaseLost } from './lease.ts';
import type { StoredJson } from './stored-json.ts';
import type { Answer } from './waiting-faces.ts';
import type { Work } from './work.ts';
import { workOff } from './work-off.ts';

/** The face waits for its turn, or for a function that works off the others. Its name is one that the hook retries patiently. */
export class ComeAgain extends Error {
  override name = 'ThrottlingException' as const;
}

/** The face met what no retry mends; under the name that Rekognition gave it. */
class FaceRefused extends Error {
  constructor({ name, message }: { readonly name: string; readonly message: string }) {
    super(message);
    this.name = name;
  }
}

export interface Stage extends Work {
  readonly stored: StoredJson;
  readonly newHolder: () => string;
  /** Of the clock that all searches share: milliseconds since 1970. */
  readonly takeTurn: () => Promise<number>;
}

/** Milliseconds: whoever has to wait longer for a turn is not billed for waiting, and comes again. */
const longestWait = 2_000;

/**
 * Makes an unknown face known: as the person who was indexed since it was searched, or as a new one.
 *
 * Faces of one person arrive at once, and no face is taken out of the collection again: so only who holds the lease says
 * who is new. It works off all faces that wait, its own and others', while these come again for their answers.
 */
export async function indexFace(asked: FaceToIndex, stage: Stage): Promise<IndexedFace | NotIndexedFace> {
  const { waiting, stored, time, newHolder, takeTurn } = stage;
  const { turn, answer } = await waiting.join(asked, takeTurn, time.now());
  if (answer) return tell(answer);
  const early = turn - time.now();
  if (early > longestWait)
    throw new ComeAgain(`The quota is free for this face in ${Math.ceil(early / 1000)} s`);
  if (early > 0) await time.sleep(early);

  const lease = await Lease.take({ stored, key: waiting.leaseKey, time, newHolder });
  if (lease) await workOff(lease, stage).catch(unlessLost);
  const given = await waiting.answerTo(asked);
  if (given) return tell(given);
  throw new ComeAgain('Another function works off the faces that wait, this one among them');
}

function unlessLost(error: Error): void {
  if (!(error instanceof LeaseLost || error instanceof StagingGone)) throw error;
}

function tell(answer: Answer): IndexedFace | NotIndexedFace {
  if ('error' in answer) throw new FaceRefused(answer.error);
  return 'faceId' in answer ? { faceId: answer.faceId, personId: answer.faceId } : answer;
}
