import type { ReadObject } from './rekognition/image.ts';
import type { ObjectStore } from './s3/object-store.ts';
import { ServiceError } from './service-error.ts';

/** Rekognition takes 15 MB from S3; one byte more is enough for it to see that there is more. */
const mostBytes = 15 * 1024 * 1024 + 1;

/** How Rekognition reads an image from S3: no more of it than it could take. */
export function readImageObject(store: ObjectStore): ReadObject {
  return async ({ bucket, key, versionId }) => {
    // The id of the only version that an object in an unversioned bucket has.
    if (versionId !== undefined && versionId !== 'null')
      throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
    const { body } = await store.getObject({ bucket, key });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= mostBytes) break;
    }
    return Buffer.concat(chunks);
  };
}
