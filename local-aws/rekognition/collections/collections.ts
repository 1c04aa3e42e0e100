import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Mutex } from 'async-mutex';
import { ServiceError } from '../../service-error.ts';
import { Collection, collectionNotFound } from './collection.ts';
import { asideSuffix } from './face-journal.ts';

const journalSuffix = '.jsonl';

/** The collections of a folder, one file each, all of them in memory. One process may use a folder at a time. */
export class Collections {
  readonly #folder: string;
  readonly #byId = new Map<string, Collection>();
  readonly #changes = new Mutex();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Collections> {
    await mkdir(folder, { recursive: true });
    const collections = new Collections(folder);
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      if (name.endsWith(asideSuffix)) await rm(file);
      if (!name.endsWith(journalSuffix)) continue;
      const collection = await Collection.open(file);
      collections.#byId.set(collection.header.collectionId, collection);
    }
    return collections;
  }

  /** All of them, in the order of their ids. */
  allById(): Collection[] {
    return [...this.#byId.keys()].sort().map((id) => this.#byId.get(id)!);
  }

  get(collectionId: string): Collection {
    const collection = this.#byId.get(collectionId);
    if (!collection) throw collectionNotFound(collectionId);
    return collection;
  }

  create(collectionId: string, faceModelVersion: string): Promise<Collection> {
    return this.#changes.runExclusive(async () => {
      if (this.#byId.has(collectionId)) {
        const message = `The collection id: ${collectionId} already exists`;
        throw new ServiceError('ResourceAlreadyExistsException', message);
      }
      const createdAt = Date.now() / 1000;
      const header = { collectionId, faceModelVersion, createdAt };
      const collection = await Collection.create(this.#fileOf(collectionId), header);
      this.#byId.set(collectionId, collection);
      return collection;
    });
  }

  delete(collectionId: string): Promise<void> {
    return this.#changes.runExclusive(async () => {
      await this.get(collectionId).delete();
      this.#byId.delete(collectionId);
    });
  }

  /** Hashed, because ids are longer than file names may be, and differ by case where some file systems do not. */
  #fileOf(collectionId: string): string {
    const hash = createHash('sha256').update(collectionId).digest('hex').slice(0, 32);
    return path.join(this.#folder, `${hash}${journalSuffix}`);
  }
}
