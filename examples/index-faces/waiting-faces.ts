import { createHash } from 'node:crypto';
import type { FaceToIndex } from '../../statemachine/payloads.ts';
import type { AskedFace } from './face-collection.ts';
import type { StoredJson } from './stored-json.ts';

/** What becomes of a face. An error that no retry would mend is an answer, too. */
export type Answer =
  | { readonly faceId: string }
  | { readonly notIndexed: string }
  | { readonly error: { readonly name: string; readonly message: string } };

/** What is kept of a face: that it waits, or its answer. */
interface Place {
  readonly face: AskedFace;
  /** Milliseconds since 1970: its search may be made from then on. */
  readonly turn: number;
  readonly answer?: Answer;
}

/** A face that somebody is to work off. */
export interface WaitingFace {
  readonly face: AskedFace;
  /** Of its place, and the place's ETag. */
  readonly key: string;
  readonly etag: string;
  readonly turn: number;
}

/** Until the year 2286. */
const turnDigits = 13;

/** Stands for `/`, and is in no photoId, ETag or idx. */
const inName = ':';

/** Milliseconds: longer than the hook comes back for a face. Who comes after that, as by a redrive, gets in line anew. */
const longestWait = 3 * 60 * 60 * 1000;

/** Milliseconds: whoever waits for longer may have died before it was in the queue. */
const suspicious = 60_000;

/**
 * The faces that wait, in the order of their turns, and the answers that were given. Answers are told apart by photo,
 * ETag, idx and execution: a redrive gets the answer of its first run, and a photo that is processed again after one of
 * its faces was forgotten is not told of that one. They lie among the photo's working files, which outlive the longest
 * execution and its redrive, and go when the photo is forgotten.
 */
export class WaitingFaces {
  readonly #stored: StoredJson;
  readonly #working: string;
  readonly #queue: string;
  /** Of the lease on them. */
  readonly leaseKey: string;

  constructor(stored: StoredJson, workingPrefix: string, collectionId: string) {
    this.#stored = stored;
    this.#working = workingPrefix;
    const folder = `${workingPrefix}index-faces/${collectionId}/`;
    this.#queue = `${folder}waiting/`;
    this.leaseKey = `${folder}lease.json`;
  }

  /** Gets in line, unless the face is there or has been. A turn is taken only for a face that is new. */
  async join(
    asked: FaceToIndex,
    takeTurn: () => Promise<number>,
    now: number,
  ): Promise<Pick<Place, 'turn' | 'answer'>> {
    const key = this.#keyOf(asked);
    const before = await this.#stored.read<Place>(key);
    if (before?.value.answer) return before.value;
    const waited = before ? now - before.value.turn : longestWait;
    if (before && waited < suspicious) return before.value;
    if (before && waited < longestWait) {
      await this.#pointTo(key, before.value.turn);
      return before.value;
    }
    const { photoId, idx, crop, threshold } = asked;
    const place: Place = { face: { photoId, idx, crop, threshold }, turn: Math.ceil(await takeTurn()) };
    const isFirst = await this.#stored.write(key, place, before ? { etag: before.etag } : 'nothing');
    // Another call for the same face is as far.
    if (isFirst === undefined) return (await this.#stored.read<Place>(key))?.value ?? place;
    await this.#pointTo(key, place.turn);
    return place;
  }

  /** Faces whose turn has come, at most so many, the first first. */
  async due(now: number, atMost: number): Promise<WaitingFace[]> {
    const pointers = await this.#stored.list(this.#queue, atMost);
    const come = pointers.filter((pointer) => this.#turnOf(pointer) <= now);
    const places = await Promise.all(
      come.map(async (pointer) => {
        const key = this.#pointedToBy(pointer);
        const place = await this.#stored.read<Place>(key);
        const isLate = this.#turnOf(pointer) < now - longestWait;
        // Answered by who died before it was out of the queue; forgotten with its photo; given up by everybody.
        if (!place || place.value.answer || isLate) return { pointer };
        return { waiting: { ...place.value, key, etag: place.etag } };
      }),
    );
    await this.#stored.remove(places.flatMap(({ pointer }) => pointer ?? []));
    return places.flatMap(({ waiting }) => waiting ?? []);
  }

  /** The first answer counts. */
  async answer({ key, etag, face, turn }: WaitingFace, answer: Answer): Promise<void> {
    await this.#stored.write(key, { face, turn, answer } satisfies Place, { etag });
    await this.#stored.remove([this.#pointerTo(key, turn)]);
  }

  async answerTo(asked: FaceToIndex): Promise<Answer | undefined> {
    return (await this.#stored.read<Place>(this.#keyOf(asked)))?.value.answer;
  }

  #keyOf({ photoId, photo, idx, executionArn }: FaceToIndex): string {
    return `${this.#working}${photoId}/${photo.etag}/index-faces/${idx}-${digestOf(executionArn)}.json`;
  }

  async #pointTo(key: string, turn: number): Promise<void> {
    await this.#stored.write(this.#pointerTo(key, turn), {});
  }

  /** Sorted by turn. Its name says all, so that nobody has to read it. */
  #pointerTo(key: string, turn: number): string {
    const place = key.slice(this.#working.length).replaceAll('/', inName);
    return `${this.#queue}${String(turn).padStart(turnDigits, '0')}${inName}${place}`;
  }

  #turnOf = (pointer: string): number =>
    Number(pointer.slice(this.#queue.length, this.#queue.length + turnDigits));

  #pointedToBy(pointer: string): string {
    const place = pointer.slice(this.#queue.length + turnDigits + inName.length);
    return this.#working + place.replaceAll(inName, '/');
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);
