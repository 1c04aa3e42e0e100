import { createHash } from 'node:crypto';
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumType,
  type RunningChecksum,
  startChecksum,
} from '../checksums.ts';
import {
  checksumMismatch,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
} from '../s3-errors.ts';
import type { Bucket } from './bucket.ts';
import type { MultipartUploads, Part, Upload } from './multipart-uploads.ts';
import { stageObjectFile } from './object-file.ts';
import { newSequencer, now, type ObjectMetadata } from './object-metadata.ts';
import type { WriteConditions } from './preconditions.ts';

/** A part as the client lists it when it completes the upload. */
export interface CompletedPart {
  partNumber: number;
  etag: string;
  checksums: Partial<Record<ChecksumAlgorithm, string>>;
}

export interface Completion extends WriteConditions {
  uploadId: string;
  key: string;
  parts: readonly CompletedPart[];
  /** What the client expects of the whole object. */
  expected: { checksum?: string; checksumType?: ChecksumType; size?: number };
}

const smallestPart = 5 * 1024 * 1024;

/**
 * Makes the object out of an upload's parts, durably and at once; the upload is gone afterwards. The same completion
 * again gets the same answer, as from S3: a client tries again whose first answer was lost.
 */
export function completeUpload(
  bucket: Bucket,
  incoming: string,
  completion: Completion,
): Promise<ObjectMetadata> {
  const { uploadId, key } = completion;
  return bucket.uploads.completing(uploadId, async () => {
    const completed = bucket.completed(uploadId, key);
    if (completed?.etag === etagOf(completion.parts)) return completed;
    const upload = await bucket.uploads.find(uploadId, key);
    const parts = checkParts(upload, await bucket.uploads.parts(uploadId), completion);
    const { algorithm, type } = upload.checksum;
    const running = type === 'FULL_OBJECT' ? startChecksum(algorithm) : undefined;
    const bytes = assembled(bucket.uploads, uploadId, parts, running);
    const staged = await stageObjectFile<ObjectMetadata>(incoming, bytes, async (size) => {
      const checksum =
        running === undefined ? await composite(algorithm, parts) : await whole(algorithm, running);
      const { headers, userMetadata } = upload;
      const etag = etagOf(parts);
      const written = { lastModified: now(), sequencer: newSequencer(), uploadId };
      const metadata = { key, size, etag, ...written, checksum, headers, userMetadata };
      checkExpected(metadata, completion.expected);
      return metadata;
    });
    await bucket.commit(staged, completion);
    await bucket.uploads.remove(uploadId);
    return staged.metadata;
  });
}

/** @returns The stored parts the client listed, in its order. */
function checkParts(upload: Upload, stored: readonly Part[], { uploadId, parts }: Completion): Part[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  let previous = 0;
  const listed = parts.map(({ partNumber, etag, checksums }) => {
    if (partNumber <= previous) throw invalidPartOrder(uploadId);
    previous = partNumber;
    const part = byNumber.get(partNumber);
    const tag = etag.replaceAll('"', '');
    if (part === undefined || part.etag !== tag) throw invalidPart(uploadId, partNumber, etag);
    checkPartChecksum(upload, part, checksums, uploadId);
    return part;
  });
  const tooSmall = listed.slice(0, -1).find((part) => part.size < smallestPart);
  if (tooSmall !== undefined) throw entityTooSmall(tooSmall.size, tooSmall.partNumber, tooSmall.etag);
  return listed;
}

/**
 * A composite upload wants every part's checksum in the list; any other wants it only when the client sent the
 * part with a checksum of its own choice. What is in the list must be right.
 */
function checkPartChecksum(
  { checksum }: Upload,
  part: Part,
  listed: CompletedPart['checksums'],
  uploadId: string,
): void {
  const { algorithm, value } = part.checksum;
  if (Object.keys(listed).length === 0) {
    if (checksum.declared && checksum.type === 'COMPOSITE') {
      throw invalidRequest(
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include ` +
          `the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
      );
    }
    if (checksum.declared || !part.checksumDeclared) return;
  }
  if (listed[algorithm] !== value) throw invalidPart(uploadId, part.partNumber, part.etag);
}

async function* assembled(
  uploads: MultipartUploads,
  uploadId: string,
  parts: readonly Part[],
  running: RunningChecksum | undefined,
): AsyncGenerator<Uint8Array> {
  for (const { partNumber, etag } of parts) {
    const file = uploads.openPart(uploadId, partNumber);
    if (file === undefined) throw invalidPart(uploadId, partNumber, etag);
    const bytes = file.bytes();
    // The part may have been sent again since the list was checked.
    if (file.metadata.etag !== etag) {
      bytes.destroy();
      throw invalidPart(uploadId, partNumber, etag);
    }
    for await (const piece of bytes) {
      running?.update(piece);
      yield piece;
    }
  }
}

function etagOf(parts: readonly { etag: string }[]): string {
  const md5s = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')));
  return `${createHash('md5').update(md5s).digest('hex')}-${parts.length}`;
}

async function whole(algorithm: ChecksumAlgorithm, running: RunningChecksum): Promise<Checksum> {
  return { algorithm, value: Buffer.from(await running.digest()).toString('base64'), type: 'FULL_OBJECT' };
}

async function composite(algorithm: ChecksumAlgorithm, parts: readonly Part[]): Promise<Checksum> {
  const running = startChecksum(algorithm);
  for (const part of parts) running.update(Buffer.from(part.checksum.value, 'base64'));
  const { value } = await whole(algorithm, running);
  return { algorithm, value: `${value}-${parts.length}`, type: 'COMPOSITE' };
}

function checkExpected({ size, checksum }: ObjectMetadata, expected: Completion['expected']): void {
  if (expected.checksumType !== undefined && expected.checksumType !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  if (expected.checksum !== undefined && expected.checksum !== checksum.value) {
    throw checksumMismatch(checksum.algorithm);
  }
  if (expected.size !== undefined && expected.size !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${expected.size} does not match what was computed: ${size}`,
    );
  }
}
