import { createHash, type Hash } from 'node:crypto';
import { type Checksum, type ChecksumAlgorithm, type RunningChecksum, startChecksum } from './checksums.ts';
import { checksumMismatch, contentMd5Mismatch, contentSha256Mismatch } from './s3-errors.ts';

/** What a client said its body would hash to. */
export interface ExpectedDigests {
  /** The checksum kept with the object. Default CRC64NVME, as S3's. */
  algorithm?: ChecksumAlgorithm;
  /** Base64, of that algorithm. */
  checksum?: string;
  /** Base64. */
  contentMd5?: string;
  /** Hexadecimal. */
  contentSha256?: string;
}

/** The digests of one body, taken while it streams by, and compared with what the client expected. */
export class BodyDigests {
  readonly #expected: ExpectedDigests;
  readonly #algorithm: ChecksumAlgorithm;
  readonly #checksum: RunningChecksum;
  readonly #md5 = createHash('md5');
  readonly #sha256: Hash | undefined;

  constructor(expected: ExpectedDigests = {}) {
    this.#expected = { ...expected };
    this.#algorithm = expected.algorithm ?? 'CRC64NVME';
    this.#checksum = startChecksum(this.#algorithm);
    this.#sha256 = expected.contentSha256 === undefined ? undefined : createHash('sha256');
  }

  /** For a checksum that arrives after the body, in its trailer. */
  expectChecksum(value: string): void {
    this.#expected.checksum = value;
  }

  /** The body again, digested as it is read. */
  async *of(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of body) {
      this.#md5.update(bytes);
      this.#sha256?.update(bytes);
      this.#checksum.update(bytes);
      yield bytes;
    }
  }

  /** @throws ServiceError BadDigest or XAmzContentSHA256Mismatch when the body is not what was expected. */
  async finish(): Promise<{ md5: string; checksum: Checksum }> {
    const { checksum, contentMd5, contentSha256 } = this.#expected;
    const md5 = this.#md5.digest();
    if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) {
      throw contentMd5Mismatch(contentMd5, md5.toString('base64'));
    }
    const sha256 = this.#sha256?.digest('hex');
    if (contentSha256 !== undefined && sha256 !== undefined && contentSha256 !== sha256) {
      throw contentSha256Mismatch(contentSha256, sha256);
    }
    const value = Buffer.from(await this.#checksum.digest()).toString('base64');
    if (checksum !== undefined && checksum !== value) throw checksumMismatch(this.#algorithm);
    return { md5: md5.toString('hex'), checksum: { algorithm: this.#algorithm, value, type: 'FULL_OBJECT' } };
  }
}
