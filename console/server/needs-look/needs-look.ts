import type { Target } from '../../../operations/connect.ts';
import { explainVerdict } from '../../../operations/redrive/explain-verdict.ts';
import { verdictOn } from '../../../operations/redrive/judge.ts';
import type { NeededLook, NeedsLook } from '../../api/needs-look.ts';
import type { DescribedExecutions } from '../executions/described.ts';
import { photoUrl } from '../images/image-urls.ts';
import type { PhotoRecords } from '../people/photo-records.ts';
import type { RecordOfPhoto } from '../people/records-summary.ts';
import { type FoundLooks, isGone, photoIsGone } from './found-looks.ts';
import { findNotRecorded } from './not-recorded.ts';
import { findNotStarted, isAfter } from './not-started.ts';

export interface Sources {
  readonly target: Target;
  readonly records: PhotoRecords;
  readonly described: DescribedExecutions;
}

/** Milliseconds that an answer counts: it takes many calls, of quotas that are the whole account's. */
const goodFor = { 'in-process': 1_000, server: 1_000, aws: 60_000 } as const;

/** Everything that somebody has to look at, gathered by one for all who ask meanwhile. */
export class NeededLooks {
  readonly #sources: Sources;
  #answer: Promise<NeedsLook> | undefined;
  #staleAt = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  read(): Promise<NeedsLook> {
    if (this.#answer && Date.now() < this.#staleAt) return this.#answer;
    const answer = gather(this.#sources);
    this.#answer = answer;
    // Not before it has ended.
    this.#staleAt = Number.POSITIVE_INFINITY;
    const settle = (milliseconds: number) => {
      if (this.#answer === answer) this.#staleAt = Date.now() + milliseconds;
    };
    answer.then(
      () => settle(goodFor[this.#sources.target.kind]),
      () => settle(0),
    );
    return answer;
  }

  /** Something was started: the next who asks gets a new answer. */
  outdate(): void {
    this.#answer = undefined;
  }
}

/** The most that is told: more cannot be looked at, and all of it is mended by its command. */
const mostTold = 1_000;

async function gather(sources: Sources): Promise<NeedsLook> {
  const { photos, readAt } = await sources.records.summary();
  const byKey = new Map(photos.map((photo) => [photo.key, photo]));
  const notRecorded = await orUnseen('Executions that ended without a record', () =>
    findNotRecorded(sources.target, byKey),
  );
  const worked = new Set(notRecorded.looks.flatMap(({ photo }) => photo?.key ?? []));
  const notStarted = await orUnseen('Uploads that nothing has run', () =>
    findNotStarted(sources, (key, uploadedAt) => {
      const record = byKey.get(key);
      return worked.has(key) || isAfter(record && new Date(record.startedAt), uploadedAt);
    }),
  );
  for (const { photo } of notStarted.looks) worked.add(photo!.key);
  const looks = [
    // One that was put there or run again since is told once, with what helps that.
    ...photos.filter(({ key }) => !worked.has(key)).flatMap(toLook),
    ...notRecorded.looks,
    ...notStarted.looks,
  ].sort((a, b) => Date.parse(b.since) - Date.parse(a.since));
  const unseen = [...notRecorded.unseen, ...notStarted.unseen];
  if (looks.length > mostTold) unseen.push(`${looks.length - mostTold} older ones are not listed here.`);
  return { looks: looks.slice(0, mostTold), unseen, readAt: readAt.toISOString() };
}

/** A permission that is missing for one hides nothing of the others. */
const orUnseen = (what: string, find: () => Promise<FoundLooks>): Promise<FoundLooks> =>
  find().catch(({ name, message }: Error) => ({
    looks: [],
    unseen: [`${what} could not be looked for: ${name}: ${message}.`],
  }));

/** Nothing for a photo that is whole. */
function toLook({ key, status, counts, executionArn, matchedAt, error }: RecordOfPhoto): NeededLook[] {
  if (status !== 'PARTIAL' && status !== 'FAILED') return [];
  const ended = { status: 'FAILED', error: status === 'PARTIAL' ? 'FacesFailed' : 'PhotoFailed' } as const;
  return [
    {
      reason: status === 'PARTIAL' ? 'partial' : 'failed',
      photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail') },
      execution: executionArn.slice(executionArn.lastIndexOf(':') + 1),
      since: matchedAt,
      ...(error && { error }),
      ...(status === 'PARTIAL' && { failedFaces: counts.failedCount }),
      remedy: isGone(error) ? 'none' : 'reprocess',
      explanation: isGone(error)
        ? photoIsGone
        : explainVerdict({ verdict: verdictOn(ended), error: ended.error, reason: undefined }),
    },
  ];
}
