import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { noSuchKey } from '../s3-errors.ts';
import { KeyIndex } from './key-index.ts';
import { KeyedLock } from './keyed-lock.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { objectFileName } from './names.ts';
import { type OpenFile, openObjectFile, readMetadata, type StagedFile } from './object-file.ts';
import type { ObjectMetadata } from './object-metadata.ts';
import { checkWriteConditions, type WriteConditions } from './preconditions.ts';

/** One bucket: a folder of files named by the hash of their keys, the index of these keys, and its uploads. */
export class Bucket {
  readonly name: string;
  readonly index: KeyIndex;
  readonly uploads: MultipartUploads;
  readonly #folder: string;
  readonly #objectsFolder: string;
  readonly #uploadsFolder: string;
  readonly #writes = new KeyedLock();

  /** @param incoming A folder on the same disk, for what is still being written. */
  constructor(name: string, folder: string, incoming: string) {
    this.name = name;
    this.#folder = folder;
    this.#objectsFolder = join(folder, 'objects');
    this.#uploadsFolder = join(folder, 'uploads');
    this.index = new KeyIndex(this.#objectsFolder);
    this.uploads = new MultipartUploads(this.#uploadsFolder, incoming);
  }

  async create(): Promise<void> {
    await mkdir(this.#objectsFolder, { recursive: true });
    await mkdir(this.#uploadsFolder, { recursive: true });
  }

  async createdAt(): Promise<Date> {
    return (await stat(this.#folder)).birthtime;
  }

  /** @throws ServiceError NoSuchKey. */
  open(key: string): OpenFile<ObjectMetadata> {
    const file = openObjectFile<ObjectMetadata>(this.#path(key));
    if (file === undefined) throw noSuchKey(key);
    return file;
  }

  /** Gives a staged file its key, at once and whole; of two conditional writes, one sees the other. */
  async commit(staged: StagedFile<ObjectMetadata>, conditions: WriteConditions): Promise<void> {
    const { key } = staged.metadata;
    const path = this.#path(key);
    try {
      await this.#writes.run(key, async () => {
        this.#checkConditions(key, conditions);
        await mkdir(dirname(path), { recursive: true });
        await rename(staged.path, path);
        this.index.set(staged.metadata);
      });
    } catch (error) {
      await rm(staged.path, { force: true });
      throw error;
    }
  }

  /** Deleting what is not there succeeds, unless a condition wants it there. */
  async delete(key: string, conditions: WriteConditions): Promise<void> {
    await this.#writes.run(key, async () => {
      this.#checkConditions(key, conditions);
      await rm(this.#path(key), { force: true });
      this.index.delete(key);
    });
  }

  #checkConditions(key: string, conditions: WriteConditions): void {
    if (conditions.ifMatch === undefined && conditions.ifNoneMatch === undefined) return;
    checkWriteConditions(key, readMetadata<ObjectMetadata>(this.#path(key)), conditions);
  }

  #path(key: string): string {
    return join(this.#objectsFolder, objectFileName(key));
  }
}
