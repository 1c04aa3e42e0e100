import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { BodyDigests } from './body-digests.ts';
import type { AnnounceObject } from './object-created.ts';
import { noSuchBucket } from './s3-errors.ts';
import { Bucket } from './storage/bucket.ts';
import { type ByteRange, byteRange } from './storage/byte-range.ts';
import { type Completion, completeUpload } from './storage/complete-upload.ts';
import type { Part, Upload } from './storage/multipart-uploads.ts';
import { checkBucketName, checkObjectKey, isBucketName } from './storage/names.ts';
import { stageObjectFile } from './storage/object-file.ts';
import { type Listing, type ListingRequest, listKeys } from './storage/object-listing.ts';
import { newSequencer, now, type ObjectMetadata } from './storage/object-metadata.ts';
import { checkReadConditions, type ReadConditions, type WriteConditions } from './storage/preconditions.ts';

export interface ObjectName {
  bucket: string;
  key: string;
}

export interface GetObject extends ObjectName, ReadConditions {
  /** As in HTTP: `bytes=0-9`, `bytes=10-` or `bytes=-10`. */
  range?: string;
}

export interface StoredObject extends ObjectMetadata {
  /** What `body` holds when less than everything was asked for. */
  range?: ByteRange;
  /** To be read to its end, or destroyed. */
  body: Readable;
}

export interface PutObject extends ObjectName, WriteConditions {
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Content-Type, Cache-Control, …: names in lower case. */
  headers?: Readonly<Record<string, string>>;
  userMetadata?: Readonly<Record<string, string>>;
  /** What the body must hash to; nothing is stored when it does not. */
  digests?: BodyDigests;
}

export interface ObjectStoreOptions {
  /** Everything lies in here. One process at a time. */
  folder: string;
  /** By default nobody hears of new objects. */
  announce?: AnnounceObject;
}

/**
 * S3's buckets and objects in a folder, without HTTP. What it acknowledged survives the end of the process at
 * any moment (`kill -9`), whole; not the machine's, as nothing is flushed to the disk. No versioning: there is
 * never a version id, and a put replaces what was there.
 *
 * Every method throws ServiceErrors named and worded as S3's (NoSuchBucket, NoSuchKey, PreconditionFailed, …).
 */
export class ObjectStore {
  readonly #bucketsFolder: string;
  readonly #incoming: string;
  readonly #announce: AnnounceObject;
  #opened: Promise<Map<string, Bucket>> | undefined;

  constructor({ folder, announce = () => undefined }: ObjectStoreOptions) {
    this.#bucketsFolder = join(folder, 'buckets');
    this.#incoming = join(folder, 'incoming');
    this.#announce = announce;
  }

  /** A bucket that is there already is left as it is, as in us-east-1. */
  async createBucket(name: string): Promise<void> {
    checkBucketName(name);
    const buckets = await this.#buckets();
    if (buckets.has(name)) return;
    const bucket = this.#bucketNamed(name);
    await bucket.create();
    if (!buckets.has(name)) buckets.set(name, bucket);
  }

  async headBucket(name: string): Promise<void> {
    await this.#bucket(name);
  }

  async listBuckets(): Promise<{ name: string; createdAt: Date }[]> {
    const buckets = [...(await this.#buckets()).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return Promise.all(
      buckets.map(async (bucket) => ({ name: bucket.name, createdAt: await bucket.createdAt() })),
    );
  }

  async putObject({ bucket: bucketName, key, body, ...put }: PutObject): Promise<ObjectMetadata> {
    const bucket = await this.#bucketFor(bucketName, key);
    const { headers = {}, userMetadata = {}, digests = new BodyDigests() } = put;
    const staged = await stageObjectFile<ObjectMetadata>(this.#incoming, digests.of(body), async (size) => {
      const { md5, checksum } = await digests.finish();
      const written = { lastModified: now(), sequencer: newSequencer() };
      return { key, size, etag: md5, ...written, checksum, headers, userMetadata };
    });
    await bucket.commit(staged, put);
    return staged.metadata;
  }

  async headObject({ bucket, key, ...conditions }: ObjectName & ReadConditions): Promise<ObjectMetadata> {
    const file = (await this.#bucketFor(bucket, key)).open(key);
    file.close();
    checkReadConditions(file.metadata, conditions);
    return file.metadata;
  }

  /** Whether a key holds the very write that was announced. */
  async isStored({ bucket, key, sequencer }: ObjectName & { sequencer: string }): Promise<boolean> {
    return (await this.#bucketFor(bucket, key)).find(key)?.sequencer === sequencer;
  }

  async getObject({ bucket, key, range, ...conditions }: GetObject): Promise<StoredObject> {
    const file = (await this.#bucketFor(bucket, key)).open(key);
    try {
      checkReadConditions(file.metadata, conditions);
      const part = byteRange(range, file.metadata.size);
      return { ...file.metadata, range: part, body: file.bytes(part?.start, part?.end) };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  async deleteObject({ bucket, key, ifMatch }: ObjectName & Pick<WriteConditions, 'ifMatch'>): Promise<void> {
    await (await this.#bucketFor(bucket, key)).delete(key, { ifMatch });
  }

  async listObjects({ bucket, ...request }: ListingRequest & { bucket: string }): Promise<Listing> {
    const { keys, object } = await (await this.#bucket(bucket)).index.entries();
    return listKeys(keys, object, request);
  }

  /** @returns The upload's id. */
  async createMultipartUpload({ bucket, ...upload }: Upload & { bucket: string }): Promise<string> {
    return (await this.#bucketFor(bucket, upload.key)).uploads.create(upload);
  }

  async findUpload({ bucket, key, uploadId }: ObjectName & { uploadId: string }): Promise<Upload> {
    return (await this.#bucketFor(bucket, key)).uploads.find(uploadId, key);
  }

  async uploadPart(
    part: ObjectName & Pick<Part, 'partNumber' | 'checksumDeclared'> & { uploadId: string },
    body: AsyncIterable<Uint8Array>,
    digests: BodyDigests,
  ): Promise<Part> {
    const { uploads } = await this.#bucketFor(part.bucket, part.key);
    await uploads.find(part.uploadId, part.key);
    return uploads.putPart(part.uploadId, part, body, digests);
  }

  async listParts({ bucket, key, uploadId }: ObjectName & { uploadId: string }): Promise<Part[]> {
    const { uploads } = await this.#bucketFor(bucket, key);
    await uploads.find(uploadId, key);
    return uploads.parts(uploadId);
  }

  async completeMultipartUpload(completion: Completion & { bucket: string }): Promise<ObjectMetadata> {
    const bucket = await this.#bucketFor(completion.bucket, completion.key);
    return completeUpload(bucket, this.#incoming, completion);
  }

  async abortMultipartUpload({ bucket, key, uploadId }: ObjectName & { uploadId: string }): Promise<void> {
    const { uploads } = await this.#bucketFor(bucket, key);
    await uploads.find(uploadId, key);
    await uploads.remove(uploadId);
  }

  #bucketFor(bucket: string, key: string): Promise<Bucket> {
    checkObjectKey(key);
    return this.#bucket(bucket);
  }

  async #bucket(name: string): Promise<Bucket> {
    checkBucketName(name);
    const bucket = (await this.#buckets()).get(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  #buckets(): Promise<Map<string, Bucket>> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<Map<string, Bucket>> {
    // What a killed process left here was never acknowledged.
    await rm(this.#incoming, { recursive: true, force: true });
    await mkdir(this.#incoming, { recursive: true });
    await mkdir(this.#bucketsFolder, { recursive: true });
    const names = (await readdir(this.#bucketsFolder)).filter(isBucketName);
    const buckets = names.map((name) => this.#bucketNamed(name));
    await Promise.all(buckets.map((bucket) => bucket.create()));
    await Promise.all(buckets.map((bucket) => bucket.removeCompleted()));
    return new Map(buckets.map((bucket) => [bucket.name, bucket]));
  }

  #bucketNamed(name: string): Bucket {
    return new Bucket(name, join(this.#bucketsFolder, name), this.#incoming, this.#announce);
  }
}
