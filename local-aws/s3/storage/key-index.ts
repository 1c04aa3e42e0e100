import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { firstIndex } from '../../first-index.ts';
import { readMetadata } from './object-file.ts';
import type { ObjectMetadata } from './object-metadata.ts';

/** What a listing says of an object. */
export type ListedObject = Pick<ObjectMetadata, 'key' | 'size' | 'etag' | 'lastModified' | 'checksum'>;

/**
 * A string with one character per byte of the text's UTF-8. Compared as strings these sort as S3 sorts keys,
 * by bytes, which JavaScript's own order of UTF-16 units does not for characters above U+FFFF.
 */
export const byteString = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
export const fromByteString = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8');

/**
 * The keys of a bucket in order, held in memory, so that a listing reads no file. Read from the folder when
 * first asked for, so that a start does not wait for it.
 */
export class KeyIndex {
  readonly #folder: string;
  #loading: Promise<void> | undefined;
  /** By byte string. */
  readonly #objects = new Map<string, ListedObject>();
  /** Sorted byte strings; undefined until all are loaded. */
  #keys: string[] | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** To be told of every object after it is in the folder. */
  set({ key, size, etag, lastModified, checksum }: ListedObject): void {
    if (this.#loading === undefined) return;
    const bytes = byteString(key);
    if (this.#keys !== undefined && !this.#objects.has(bytes)) {
      this.#keys.splice(position(this.#keys, bytes), 0, bytes);
    }
    this.#objects.set(bytes, { key, size, etag, lastModified, checksum });
  }

  /** To be told of every object after it is gone from the folder. */
  delete(key: string): void {
    const bytes = byteString(key);
    if (this.#objects.delete(bytes) && this.#keys !== undefined) {
      this.#keys.splice(position(this.#keys, bytes), 1);
    }
  }

  /** The sorted keys as byte strings, and the object of each. */
  async entries(): Promise<{ keys: readonly string[]; object: (key: string) => ListedObject }> {
    this.#loading ??= this.#load();
    await this.#loading;
    return { keys: this.#keys ?? [], object: (key) => this.#objects.get(key)! };
  }

  async #load(): Promise<void> {
    for (const folder of await readdir(this.#folder)) {
      if (/^[0-9a-f]{2}$/.test(folder)) this.#loadFolder(join(this.#folder, folder));
      // Requests are served between two folders; at 100,000 objects one takes 4 ms.
      await setImmediate();
    }
    this.#keys = [...this.#objects.keys()].sort();
  }

  /** In one go: what it sets can never be older than what it was told of meanwhile. */
  #loadFolder(folder: string): void {
    for (const file of readdirSync(folder)) {
      if (!/^[0-9a-f]{62}$/.test(file)) continue;
      const metadata = readMetadata<ObjectMetadata>(join(folder, file));
      if (metadata !== undefined) this.set(metadata);
    }
  }
}

/** Where `key` is among the sorted keys, or would be. */
export const position = (keys: readonly string[], key: string) => firstIndex(keys, (other) => other >= key);
