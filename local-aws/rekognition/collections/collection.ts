import { Mutex } from 'async-mutex';
import { ServiceError } from '../../service-error.ts';
import { CollectionUsers } from './collection-users.ts';
import {
  type CollectionContent,
  type CollectionHeader,
  type DescribedStoredFace,
  FaceJournal,
  type StoredFace,
  type StoredUser,
} from './face-journal.ts';
import { FaceVectors, type NearestLimits } from './face-vectors.ts';

export interface FoundFace {
  readonly face: StoredFace;
  readonly cosine: number;
}

/**
 * Faces, their descriptors and their users, in memory for searching and in a journal for keeping. What is returned has
 * been written; a collection deleted meanwhile answers ResourceNotFoundException.
 */
export class Collection {
  readonly #journal: FaceJournal;
  readonly #writes = new Mutex();
  #faces: StoredFace[] = [];
  #facesById: readonly StoredFace[] | undefined;
  #rows = new Map<string, number>();
  #vectors = new FaceVectors();
  #deleted = false;
  readonly users: CollectionUsers;

  private constructor(journal: FaceJournal, { faces, users }: CollectionContent) {
    this.#journal = journal;
    this.#remember(faces);
    this.users = new CollectionUsers(users);
  }

  static async create(file: string, header: CollectionHeader): Promise<Collection> {
    return new Collection(await FaceJournal.create(file, header), { faces: [], users: [] });
  }

  static async open(file: string): Promise<Collection> {
    const { journal, ...content } = await FaceJournal.open(file);
    return new Collection(journal, content);
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
      await this.#journal.append({ faces: added, users: [] });
      this.#remember(added);
    });
  }

  /** Returns those of the ids that were there to be removed; a face of a user is not removed. */
  remove(faceIds: readonly string[]): Promise<Set<string>> {
    return this.#write(async () => {
      const removed = new Set(
        faceIds.filter((faceId) => this.has(faceId) && this.users.ofFace(faceId) === undefined),
      );
      if (removed.size === 0) return removed;
      const kept = this.#describedFaces().filter(({ faceId }) => !removed.has(faceId));
      await this.#journal.rewrite({ faces: kept, users: this.users.all() });
      this.#faces = [];
      this.#rows = new Map();
      this.#vectors = new FaceVectors();
      this.#remember(kept);
      return removed;
    });
  }

  /**
   * Changes a user as the answer of `change` says, which is given the user as it is once it is its turn: undefined for
   * none. Where it answers undefined, nothing is written.
   */
  changeUser(
    userId: string,
    change: (user: StoredUser | undefined) => StoredUser | undefined,
  ): Promise<void> {
    return this.#write(async () => {
      const before = this.users.get(userId);
      const after = change(before);
      if (!after) return;
      const isOnlyMore = (before?.faceIds ?? []).every((faceId) => after.faceIds.includes(faceId));
      if (isOnlyMore) await this.#journal.append({ faces: [], users: [after] });
      else await this.#rewriteUsers([...this.users.except(userId), after]);
      this.users.set(after);
    });
  }

  /** Takes the name away from its faces, which stay. Returns false when there is no such user. */
  deleteUser(userId: string): Promise<boolean> {
    return this.#write(async () => {
      if (!this.users.get(userId)) return false;
      await this.#rewriteUsers(this.users.except(userId));
      this.users.delete(userId);
      return true;
    });
  }

  has(faceId: string): boolean {
    return this.#rows.has(faceId);
  }

  #rewriteUsers(users: readonly StoredUser[]): Promise<void> {
    return this.#journal.rewrite({ faces: this.#describedFaces(), users });
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
