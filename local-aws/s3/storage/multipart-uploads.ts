import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyDigests } from '../body-digests.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from '../checksums.ts';
import { noSuchUpload } from '../s3-errors.ts';
import { KeyedLock } from './keyed-lock.ts';
import { isMissing, type OpenFile, openObjectFile, readMetadata, stageObjectFile } from './object-file.ts';
import { now } from './object-metadata.ts';

/** What an upload's object will be, said when the upload is created. */
export interface Upload {
  key: string;
  headers: Readonly<Record<string, string>>;
  userMetadata: Readonly<Record<string, string>>;
  /** `declared` is false when the client named no algorithm; S3 then takes CRC64NVME. */
  checksum: { algorithm: ChecksumAlgorithm; type: ChecksumType; declared: boolean };
}

export interface Part {
  partNumber: number;
  size: number;
  etag: string;
  lastModified: string;
  checksum: Checksum;
  /** Whether the client sent the checksum; else it is only S3's own. */
  checksumDeclared: boolean;
}

/** A bucket's unfinished uploads: a folder each, with one file that describes it and one per part. */
export class MultipartUploads {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #completions = new KeyedLock();

  constructor(folder: string, incoming: string) {
    this.#folder = folder;
    this.#incoming = incoming;
  }

  /** @returns The upload's id. */
  async create(upload: Upload): Promise<string> {
    const uploadId = randomUUID().replaceAll('-', '');
    const staged = join(this.#incoming, uploadId);
    await mkdir(staged);
    await writeFile(join(staged, 'upload.json'), JSON.stringify(upload));
    await rename(staged, join(this.#folder, uploadId));
    return uploadId;
  }

  async list(): Promise<{ uploadId: string; key: string }[]> {
    const uploadIds = await readdir(this.#folder);
    return Promise.all(
      uploadIds.map(async (uploadId) => {
        const { key }: Upload = JSON.parse(
          await readFile(join(this.#folder, uploadId, 'upload.json'), 'utf8'),
        );
        return { uploadId, key };
      }),
    );
  }

  /** @throws ServiceError NoSuchUpload, also for an upload of another key. */
  async find(uploadId: string, key: string): Promise<Upload> {
    if (!/^[0-9a-f]{32}$/.test(uploadId)) throw noSuchUpload(uploadId);
    const description = readFile(join(this.#folder, uploadId, 'upload.json'), 'utf8');
    const upload: Upload = JSON.parse(await description.catch(missingAs(uploadId)));
    if (upload.key !== key) throw noSuchUpload(uploadId);
    return upload;
  }

  /** A part sent again replaces the one before. */
  async putPart(
    uploadId: string,
    { partNumber, checksumDeclared }: Pick<Part, 'partNumber' | 'checksumDeclared'>,
    body: AsyncIterable<Uint8Array>,
    digests: BodyDigests,
  ): Promise<Part> {
    const staged = await stageObjectFile<Part>(this.#incoming, digests.of(body), async (size) => {
      const { md5, checksum } = await digests.finish();
      return { partNumber, size, etag: md5, lastModified: now(), checksum, checksumDeclared };
    });
    try {
      await rename(staged.path, this.#partPath(uploadId, partNumber)).catch(missingAs(uploadId));
    } catch (error) {
      await rm(staged.path, { force: true });
      throw error;
    }
    return staged.metadata;
  }

  /** In the order of their numbers. */
  async parts(uploadId: string): Promise<Part[]> {
    const names = await readdir(join(this.#folder, uploadId)).catch(missingAs(uploadId));
    const parts: Part[] = [];
    for (const name of names.filter((name) => /^\d{5}$/.test(name)).sort()) {
      const part = readMetadata<Part>(this.#partPath(uploadId, Number(name)));
      if (part !== undefined) parts.push(part);
    }
    return parts;
  }

  openPart(uploadId: string, partNumber: number): OpenFile<Part> | undefined {
    return openObjectFile<Part>(this.#partPath(uploadId, partNumber));
  }

  /** One completion of an upload at a time: a second one then finds it gone. */
  completing<T>(uploadId: string, task: () => Promise<T>): Promise<T> {
    return this.#completions.run(uploadId, task);
  }

  /** Gone at once, whatever is still being sent to it. */
  async remove(uploadId: string): Promise<void> {
    const removed = join(this.#incoming, `${uploadId}-removed`);
    await rename(join(this.#folder, uploadId), removed).catch(missingAs(uploadId));
    await rm(removed, { recursive: true, force: true });
  }

  #partPath(uploadId: string, partNumber: number): string {
    return join(this.#folder, uploadId, String(partNumber).padStart(5, '0'));
  }
}

const missingAs = (uploadId: string) => (error: unknown) => {
  throw isMissing(error) ? noSuchUpload(uploadId) : error;
};
