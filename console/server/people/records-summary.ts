import { executionName } from '../../../operations/executions/execution-name.ts';
import type { FaceRecord, OutcomeCounts, PhotoRecord } from '../../../statemachine/photo-record.ts';
import type { Occurrence, UnknownFace } from '../../api/person.ts';
import type { Counts } from '../../api/system.ts';
import { toFaceCounts } from '../executions/counts.ts';
import { cropUrl, photoUrl } from '../image-urls.ts';
import { Newest } from './newest.ts';

export type SummarizedRecord = Pick<
  PhotoRecord,
  's3Key' | 'status' | 'faces' | 'executionArn' | 'matchedAt' | keyof OutcomeCounts
>;

/** Photos of one person that are remembered, of however many they are in. */
const mostOccurrences = 200;
const mostUnknown = 100;

interface Found {
  photos: number;
  readonly newest: Newest<Occurrence>;
}

/** What all records together tell: counts, where each person was found, and who is unknown. */
export class RecordsSummary {
  readonly readAt: Date;
  readonly #byStatus = { MATCHED: 0, NO_FACES: 0, PARTIAL: 0, FAILED: 0 };
  readonly #people = new Map<string, Found>();
  readonly #unknown = new Newest<UnknownFace>(mostUnknown);
  readonly #counts = {
    faceCount: 0,
    matchedCount: 0,
    unmatchedCount: 0,
    indexedCount: 0,
    unsearchableCount: 0,
    failedCount: 0,
  };
  #photos = 0;

  constructor(readAt: Date) {
    this.readAt = readAt;
  }

  add(record: SummarizedRecord): void {
    this.#photos += 1;
    this.#byStatus[record.status] += 1;
    for (const count of Object.keys(this.#counts) as (keyof OutcomeCounts)[])
      this.#counts[count] += record[count];
    const people = new Set<string>();
    for (const face of record.faces) {
      if ('personId' in face) this.#addFound(face, record, people);
      else if (face.outcome === 'NoMatch' && face.thumbKey !== undefined) {
        this.#unknown.add({ ...occurrenceOf(face, record), cropKey: face.thumbKey });
      }
    }
  }

  #addFound(
    face: Extract<FaceRecord, { personId: string }>,
    record: SummarizedRecord,
    inPhoto: Set<string>,
  ): void {
    const found = this.#people.get(face.personId) ?? { photos: 0, newest: new Newest(mostOccurrences) };
    this.#people.set(face.personId, found);
    if (!inPhoto.has(face.personId)) found.photos += 1;
    inPhoto.add(face.personId);
    const similarity = face.outcome === 'Match' ? { similarity: face.similarity } : {};
    found.newest.add({ ...occurrenceOf(face, record), ...similarity });
  }

  /** Where a person was found: in how many photos, and in the newest of them. */
  foundAs(personId: string): { photoCount: number; occurrences: readonly Occurrence[] } {
    const found = this.#people.get(personId);
    return { photoCount: found?.photos ?? 0, occurrences: found?.newest.items ?? [] };
  }

  get unknown(): readonly UnknownFace[] {
    return this.#unknown.items;
  }

  get counts(): Counts {
    return {
      photos: this.#photos,
      byStatus: { ...this.#byStatus },
      faces: toFaceCounts(this.#counts),
      readAt: this.readAt.toISOString(),
    };
  }
}

const occurrenceOf = (face: FaceRecord, { s3Key, executionArn, matchedAt }: SummarizedRecord) => ({
  key: s3Key,
  idx: face.idx,
  ...(face.thumbKey !== undefined && { cropUrl: cropUrl(face.thumbKey) }),
  thumbnailUrl: photoUrl(s3Key, 'thumbnail'),
  execution: executionName(executionArn),
  matchedAt,
});
