import { executionName } from '../../../operations/executions/execution-name.ts';
import type { CorrectedRecord } from '../../../statemachine/corrections.ts';
import type { OutcomeCounts, PhotoStatus } from '../../../statemachine/payloads.ts';
import { countOutcomes, type FaceRecord } from '../../../statemachine/photo-record.ts';
import type { Occurrence, UnknownFace } from '../../api/person.ts';
import type { Counts } from '../../api/system.ts';
import { cropUrl, photoUrl } from '../images/image-urls.ts';

/** Photos of one person that are remembered, of however many they are in. */
const mostOccurrences = 200;
const mostUnknown = 100;

/** What a record tells of its photo, without the faces. */
export interface RecordOfPhoto {
  readonly key: string;
  readonly status: PhotoStatus;
  readonly counts: OutcomeCounts;
  readonly executionArn: string;
  /** ISO 8601. A record of an early version has only when it ended. */
  readonly startedAt: string;
  readonly matchedAt: string;
  /** The ids of those who are in it. */
  readonly people: readonly string[];
  /** What the photo met, or the first of its faces that failed. */
  readonly error?: { readonly error: string; readonly cause: string };
}

interface Found {
  /** Each by its place among all. */
  readonly photos: Set<number>;
  readonly newest: Newest<Occurrence>;
}

/** What all records together tell: counts, where each person was found, and who is unknown. */
export class RecordsSummary {
  readonly readAt: Date;
  readonly #byStatus = { MATCHED: 0, NO_FACES: 0, PARTIAL: 0, FAILED: 0 };
  readonly #people = new Map<string, Found>();
  readonly #unknown = new Newest<UnknownFace>(mostUnknown);
  readonly #putAway = new Newest<UnknownFace>(mostUnknown);
  #putAwayCount = 0;
  readonly #counts = countOutcomes([]);
  readonly #photos: RecordOfPhoto[] = [];

  constructor(readAt: Date) {
    this.readAt = readAt;
  }

  /** Adds a record as far as it could be read. */
  add({
    status,
    s3Key,
    executionArn,
    startedAt,
    matchedAt,
    faces = [],
    error,
  }: Partial<CorrectedRecord>): void {
    // Other programs have items in the table that were never processed here.
    if (!status || !s3Key || !executionArn || !matchedAt) return;
    this.#byStatus[status] += 1;
    const counts = countOutcomes([...faces]);
    for (const count of Object.keys(counts) as (keyof OutcomeCounts)[]) this.#counts[count] += counts[count];
    const people = new Set<string>();
    for (const face of faces) {
      const occurrence = {
        key: s3Key,
        idx: face.idx,
        ...(face.thumbKey !== undefined && { cropUrl: cropUrl(face.thumbKey) }),
        thumbnailUrl: photoUrl(s3Key, 'thumbnail'),
        execution: executionName(executionArn),
        matchedAt,
      };
      if ('personId' in face) {
        people.add(face.personId);
        this.#addFound(face, occurrence);
      } else if (face.outcome === 'NoMatch' && face.putAway) {
        this.#putAwayCount += 1;
        if (face.thumbKey !== undefined) this.#putAway.add({ ...occurrence, cropKey: face.thumbKey });
      } else if (face.outcome === 'NoMatch' && face.thumbKey !== undefined)
        this.#unknown.add({ ...occurrence, cropKey: face.thumbKey });
    }
    const met = error ?? faces.find((face) => face.outcome === 'Failed');
    this.#photos.push({
      ...{ key: s3Key, status, counts, executionArn, startedAt: startedAt ?? matchedAt, matchedAt },
      people: [...people],
      ...(met && { error: { error: met.error, cause: met.cause } }),
    });
  }

  /** Every photo that has a record, in no order. */
  get photos(): readonly RecordOfPhoto[] {
    return this.#photos;
  }

  #addFound(face: Extract<FaceRecord, { personId: string }>, occurrence: Occurrence): void {
    const found = this.#people.get(face.personId) ?? {
      photos: new Set(),
      newest: new Newest(mostOccurrences),
    };
    this.#people.set(face.personId, found);
    found.photos.add(this.#photos.length);
    const similarity = face.outcome === 'Match' ? { similarity: face.similarity } : {};
    found.newest.add({ ...occurrence, ...similarity });
  }

  /** Where somebody was found, as any of their faces: in how many photos, and in the newest of them. */
  foundAs(personIds: readonly string[]): { photoCount: number; occurrences: readonly Occurrence[] } {
    const found = personIds.flatMap((personId) => this.#people.get(personId) ?? []);
    const newest = new Newest<Occurrence>(mostOccurrences);
    for (const each of found) for (const occurrence of each.newest.items) newest.add(occurrence);
    return {
      photoCount: new Set(found.flatMap(({ photos }) => [...photos])).size,
      occurrences: newest.items,
    };
  }

  /** Those that are wanted to be known: the newest, and how many there are. */
  get unknown(): { faces: UnknownFace[]; total: number } {
    return { faces: this.#unknown.items, total: this.#counts.unmatchedCount - this.#putAwayCount };
  }

  get putAway(): { faces: UnknownFace[]; total: number } {
    return { faces: this.#putAway.items, total: this.#putAwayCount };
  }

  get counts(): Counts {
    return {
      photos: this.#photos.length,
      byStatus: { ...this.#byStatus },
      faces: { ...this.#counts },
      withUnknown: this.#photos.filter(({ counts }) => counts.unmatchedCount > 0).length,
      readAt: this.readAt.toISOString(),
    };
  }
}

/** Keeps the newest of however many items, so that any number of them needs little memory. */
class Newest<Item extends { readonly matchedAt: string }> {
  readonly #most: number;
  #items: Item[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#most) this.#items = this.items;
  }

  /** The newest first. */
  get items(): Item[] {
    return this.#items
      .toSorted((a, b) => (a.matchedAt < b.matchedAt ? 1 : a.matchedAt > b.matchedAt ? -1 : 0))
      .slice(0, this.#most);
  }
}
