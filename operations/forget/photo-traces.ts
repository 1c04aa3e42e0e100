import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { workingPrefix } from '../../lambdas/shared/thumbs.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { type PhotoRecord, readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { annotatedCopyOf, logLinesOfPhoto, removeFile } from './local-traces.ts';
import { deleteObjects, findObjects, type StoredObject } from './stored-objects.ts';

/** All that this project keeps of a photo. */
export interface PhotoTraces {
  readonly photoId: string;
  readonly crops: readonly StoredObject[];
  readonly workingFiles: readonly StoredObject[];
  /** The photo itself, when it is to go, too. */
  readonly photo: readonly StoredObject[];
  /** What `match` has drawn of it on this machine. */
  readonly annotatedCopy?: string;
  /** Lines of the local functions' logs that name it. */
  readonly logLines: number;
  /** As far as it can be read. */
  readonly record?: Partial<PhotoRecord>;
}

export async function findTraces(
  target: Target,
  key: string,
  { withPhoto }: { withPhoto: boolean },
): Promise<PhotoTraces> {
  const { rawBucket, thumbsBucket, thumbsPrefix, photosTable } = target.deployment;
  const id = photoId(rawBucket, key);
  const copies = workingPrefix({ bucket: thumbsBucket, prefix: thumbsPrefix });
  const [crops, workingFiles, named, logLines, { Item }] = await Promise.all([
    findObjects(target, thumbsBucket, `${thumbsPrefix}${id}/`),
    findObjects(target, thumbsBucket, `${copies}${id}/`),
    withPhoto ? findObjects(target, rawBucket, key) : [],
    logLinesOfPhoto(target, key, { dryRun: true }),
    target.photos.send(
      new GetCommand({ TableName: photosTable, Key: { photoId: id }, ConsistentRead: true }),
    ),
  ]);
  return {
    photoId: id,
    crops,
    workingFiles,
    // Other keys may begin like this one.
    photo: named.filter((object) => object.key === key),
    annotatedCopy: annotatedCopyOf(target, key),
    logLines,
    record: Item && readPhotoRecord(Item),
  };
}

/**
 * Removes everything that was found, the photo first, so that nothing can be made of it again, and the record
 * last: whoever is interrupted sees by it that something is left, and runs this again.
 */
export async function removeTraces(
  target: Target,
  key: string,
  { photoId, photo, crops, workingFiles, annotatedCopy }: PhotoTraces,
): Promise<void> {
  const { s3, photos, deployment } = target;
  await deleteObjects(s3, photo);
  await deleteObjects(s3, [...crops, ...workingFiles]);
  if (annotatedCopy !== undefined) await removeFile(annotatedCopy);
  await logLinesOfPhoto(target, key, { dryRun: false });
  await photos.send(new DeleteCommand({ TableName: deployment.photosTable, Key: { photoId } }));
}
