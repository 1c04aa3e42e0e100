import { workingPrefix } from '../../lambdas/shared/thumbs.ts';
import type { Deployment } from '../../statemachine/deployment.ts';
import { photoId } from '../../statemachine/photo-id.ts';

/** Where the JPEG lies that DetectFaces made of a photo that Rekognition does not take as it is; it expires. */
export function workingCopyOf(
  { key, etag }: { key: string; etag: string },
  { rawBucket, thumbsBucket, thumbsPrefix }: Deployment,
): { Bucket: string; Key: string } {
  const copies = workingPrefix({ bucket: thumbsBucket, prefix: thumbsPrefix });
  return { Bucket: thumbsBucket, Key: `${copies}${photoId(rawBucket, key)}/${etag}.jpg` };
}
