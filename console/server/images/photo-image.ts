import { HeadObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { decodePhoto } from '../../../operations/photos/decode-photo.ts';
import { workingCopyOf } from '../../../operations/photos/working-copy.ts';
import { executionName } from '../../api/execution-name.ts';
import { endOf } from '../executions/described.ts';
import { describe } from '../executions/execution.ts';
import { readDetected } from '../executions/faces.ts';
import type { Histories } from '../executions/history.ts';
import { Refusal } from '../refusal.ts';
import type { ImageCache } from './image-cache.ts';
import { keyUnder, readObject } from './stored-object.ts';

export const photoQuery = z.object({
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  size: z.enum(['thumbnail', 'full']),
  etag: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}(-\d+)?$/))),
  version: z.optional(z.string().check(z.maxLength(1024))),
  /** As it was when this execution began, which knows its ETag only after a while. */
  execution: z.optional(executionName),
});
type PhotoQuery = z.output<typeof photoQuery>;

/** Pixels of the longer side, and JPEG quality. */
const sizes = { thumbnail: { side: 192, quality: 80 }, full: { side: 2048, quality: 85 } } as const;

/**
 * A photo as an upright JPEG without metadata, made smaller.
 *
 * Throws Refusal: PhotoChanged when the bytes of that ETag are gone, PhotoUnreadable for what is no image.
 */
export async function photoImage(
  target: Target,
  { cache, histories }: { cache: ImageCache; histories: Histories },
  query: PhotoQuery,
): Promise<Buffer> {
  const { s3, deployment } = target;
  const { key, size } = query;
  let VersionId = query.version;
  const Bucket = deployment.rawBucket;
  keyUnder(deployment.rawPrefix, key);

  const etag = query.etag ?? (await currentEtag());
  return cache.get(`${size} ${etag} ${key}`, async () => {
    const { side, quality } = sizes[size];
    const photo = await decodePhoto(await readBytes(etag)).catch(refuseUnreadable);
    return photo
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer()
      .catch(refuseUnreadable);
  });

  async function currentEtag(): Promise<string> {
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: key, VersionId }));
    const current = head.ETag!.replaceAll('"', '');
    if (query.execution === undefined) return current;
    const execution = await describe(target, query.execution);
    // S3 tells whole seconds: of a photo that came in the second of the start it does not say whether before.
    const afterStart = head.LastModified!.getTime() - execution.startDate!.getTime();
    if (afterStart <= -1000) return current;
    const pinned = readDetected(
      (await histories.of(execution.executionArn!, endOf(execution))).visits,
    )?.photo;
    if (!pinned && afterStart <= 0) return current;
    if (!pinned) throw photoChanged();
    VersionId = pinned.versionId ?? undefined;
    return pinned.etag;
  }

  async function readBytes(etag: string): Promise<Buffer> {
    return (
      (await readWorkingCopy(etag)) ??
      (await readObject(s3, { Bucket, Key: key, VersionId, IfMatch: `"${etag}"` }).catch(refuseChanged))
    );
  }

  /** Of a photo that is neither JPEG nor PNG there is one that is faster to decode, unless it has expired. */
  async function readWorkingCopy(etag: string): Promise<Buffer | undefined> {
    if (/\.(jpe?g|png)$/i.test(key)) return undefined;
    return readObject(s3, workingCopyOf({ key, etag }, deployment)).catch(() => undefined);
  }
}

function refuseChanged(error: Error): never {
  throw error.name === 'PreconditionFailed' ? photoChanged() : error;
}

const photoChanged = () =>
  new Refusal(409, 'PhotoChanged', {
    message: 'Expected the photo that was processed, but it was replaced since',
    whatToDo: 'Reprocess the photo to see the faces of the new one.',
  });

function refuseUnreadable(error: Error): never {
  throw new Refusal(422, 'PhotoUnreadable', {
    message: `Expected a photo that can be decoded: ${error.message}`,
    whatToDo: 'Upload the photo again as JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF.',
  });
}
