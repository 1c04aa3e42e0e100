import { mkdirSync, renameSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnnounceObject } from '../object-created.ts';
import { noSuchKey } from '../s3-errors.ts';
import { KeyIndex } from './key-index.ts';
import { KeyedLock } from './keyed-lock.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { objectFileName } from './names.ts';
import { type OpenFile, openObjectFile, readMetadata, type StagedFile } from './object-file.ts';
import { newSequencer, type ObjectMetadata } from './object-metadata.ts';
import { checkWriteConditions, type WriteConditions } from './preconditions.ts';

/** One bucket: a folder of files named by the hash of their keys, the index of these keys, and its uploads. */
export class Bucket {
  readonly name: string;
  readonly index: KeyIndex;
  readonly uploads: MultipartUploads;
  readonly #folder: string;
  readonly #objectsFolder: string;
  readonly #uploadsFolder: string;
  readonly #announce: AnnounceObject;
  readonly #writes = new KeyedLock();

  /** @param incoming A folder on the same disk, for what is still being written. */
  constructor(name: string, folder: string, incoming: string, announce: AnnounceObject) {
    this.name = name;
    this.#announce = announce;
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

  /** Removes the uploads that were completed, but whose parts a killed process did not come to remove. */
  async removeCompleted(): Promise<void> {
    for (const { uploadId, key } of await this.uploads.list()) {
      if (this.completed(uploadId, key)) await this.uploads.remove(uploadId);
    }
  }

  /** The object that an upload was completed to, as long as nothing has replaced it. */
  completed(uploadId: string, key: string): ObjectMetadata | undefined {
    const metadata = this.find(key);
    return metadata?.uploadId === uploadId ? metadata : undefined;
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

  find(key: string): ObjectMetadata | undefined {
    return readMetadata(this.#path(key));
  }

  /** Gives a staged file its key, at once and whole; of two conditional writes, one sees the other. */
  async commit(staged: StagedFile<ObjectMetadata>, conditions: WriteConditions): Promise<void> {
    const { key } = staged.metadata;
    const path = this.#path(key);
    try {
      await this.#writes.run(key, async () => {
        this.#checkConditions(key, conditions);
        mkdirSync(dirname(path), { recursive: true });
        const { size, etag, sequencer = newSequencer() } = staged.metadata;
        const announcement = this.#announce({ bucket: this.name, key, size, etag, sequencer });
        try {
          renameSync(staged.path, path);
        } catch (error) {
          announcement?.withdraw();
          throw error;
        }
        this.index.set(staged.metadata);
        announcement?.confirm();
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
    checkWriteConditions(key, this.find(key), conditions);
  }

  #path(key: string): string {
    return join(this.#objectsFolder, objectFileName(key));
  }
}
