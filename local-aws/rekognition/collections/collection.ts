import { Mutex } from 'async-mutex';
import { ServiceError } from '../../service-error.ts';
import {
  type CollectionHeader,
  type DescribedStoredFace,
  FaceJournal,
  type StoredFace,
} from './face-journal.ts';
import { FaceVectors, type NearestLimits } from './face-vectors.ts';

export interface FoundFace {
  readonly face: StoredFace;
  readonly cosine: number;
}

/**
 * Faces and their descriptors, in memory for searching and in a journal for keeping. What is returned has been
 * written; a collection deleted meanwhile answers ResourceNotFoundException.
 */
export class Collection {
  readonly #journal: FaceJournal;
  readonly #writes = new Mutex();
  #faces: StoredFace[] = [];
  #facesById: readonly StoredFace[] | undefined;
  #rows = new Map<string, number>();
  #vectors = new FaceVectors();
  #deleted = false;

  private constructor(journal: FaceJournal, faces: readonly DescribedStoredFace[]) {
    this.#journal = journal;
    this.#remember(faces);
  }

  static async create(file: string, header: CollectionHeader): Promise<Collection> {
    return new Collection(await FaceJournal.create(file, header), []);
  }

  static async open(file: string): Promise<Collection> {
    const { journal, faces } = await FaceJournal.open(file);
    return new Collection(journal, faces);
  }

  get header(): CollectionHeader {
    return this.#journal.header;
  }

  /** In the order they were added. */
  get faces(): readonly StoredFace[] {
    return this.#faces;
  }

  /** In the order of their ids; sorted once, however many pages are listed. */
  get facesById(): readonly StoredFace[] {
    this.#facesById ??= this.#faces.toSorted((one, other) => (one.faceId < other.faceId ? -1 : 1));
    return this.#facesById;
  }

  descriptorOf(faceId: string): Float32Array | undefined {
    const row = this.#rows.get(faceId);
    return row === undefined ? undefined : this.#vectors.row(row);
  }

  /** Nearest first. */
  nearest(query: Float32Array, limits: NearestLimits): FoundFace[] {
    const neighbours = this.#vectors.nearest(query, limits);
    return neighbours.map(({ row, cosine }) => ({ face: this.#faces[row]!, cosine }));
  }

  /** Adds the faces whose ids are new. */
  add(faces: readonly DescribedStoredFace[]): Promise<void> {
    return this.#write(async () => {
      const added = faces.filter(({ faceId }) => !this.#rows.has(faceId));
      if (added.length === 0) return;
      await this.#journal.append(added);
      this.#remember(added);
    });
  }

  /** Returns those of the ids that were there to be removed. */
  remove(faceIds: readonly string[]): Promise<Set<string>> {
    return this.#write(async () => {
      const removed = new Set(faceIds.filter((faceId) => this.#rows.has(faceId)));
      if (removed.size === 0) return removed;
      const kept = this.#describedFaces().filter(({ faceId }) => !removed.has(faceId));
      await this.#journal.rewrite(kept);
      this.#faces = [];
      this.#rows = new Map();
      this.#vectors = new FaceVectors();
      this.#remember(kept);
      return removed;
    });
  }

  delete(): Promise<void> {
    return this.#write(async () => {
      await this.#journal.delete();
      this.#deleted = true;
    });
  }

  #write<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#writes.runExclusive(() => {
      if (this.#deleted) throw collectionNotFound(this.header.collectionId);
      return work();
    });
  }

  #remember(faces: readonly DescribedStoredFace[]): void {
    this.#facesById = undefined;
    for (const { descriptor, ...face } of faces) {
      this.#rows.set(face.faceId, this.#faces.length);
      this.#faces.push(face);
      this.#vectors.add(descriptor);
    }
  }

  #describedFaces(): DescribedStoredFace[] {
    return this.#faces.map((face, row) => ({ ...face, descriptor: this.#vectors.row(row) }));
  }
}

export const collectionNotFound = (collectionId: string) =>
  new ServiceError('ResourceNotFoundException', `The collection id: ${collectionId} does not exist`);
