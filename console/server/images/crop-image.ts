import * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { decodePhoto } from '../../../operations/photos/decode-photo.ts';
import type { ImageCache } from './image-cache.ts';
import { keyUnder, readObject } from './stored-object.ts';

export const cropQuery = z.object({ key: z.string().check(z.minLength(1), z.maxLength(1024)) });

/** Pixels of the longer side: twice what the page shows. */
const side = 256;

/** A crop as a small JPEG. Decoded and encoded anew, so that whatever lies there, an image is what goes out. */
export async function cropImage(
  { s3, deployment }: Target,
  cache: ImageCache,
  { key }: z.output<typeof cropQuery>,
): Promise<Buffer> {
  keyUnder(deployment.thumbsPrefix, key);
  // Its key holds the photo's ETag: another crop has another one.
  return cache.get(`crop ${key}`, async () =>
    (await decodePhoto(await readObject(s3, { Bucket: deployment.thumbsBucket, Key: key })))
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 85 })
      .toBuffer(),
  );
}
