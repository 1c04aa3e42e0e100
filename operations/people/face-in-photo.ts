import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readCorrectedRecord } from '../../statemachine/corrections.ts';
import { photoId } from '../../statemachine/photo-id.ts';

import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { UsageError } from '../usage-error.ts';

/** The id of the face of the collection as which a face of a photo was found. Throws UsageError. */
export async function faceInPhoto(
  { photos, deployment, options }: Pick<Target, 'photos' | 'deployment' | 'options'>,
  key: string,
  idx: number,
): Promise<string> {
  const Key = { photoId: photoId(deployment.rawBucket, key) };
  const request = new GetCommand({ TableName: deployment.photosTable, Key, ConsistentRead: true });
  const { Item } = await photos.send(request);
  if (!Item)
    throw new UsageError(`Expected a photo that was processed, got "${key}", of which there is no record`);
  const { faces = [] } = readCorrectedRecord(Item);
  const face = faces.find((each) => each.idx === idx);
  if (!face) throw new UsageError(`Expected one of the ${faces.length} faces of ${key}, got ${idx}`);
  if ('faceId' in face) return face.faceId;
  throw new UsageError(
    `Expected a face that is somebody, got ${face.outcome} for face ${idx} of ${key}: enroll them first, with ${projectCommand(options, 'enroll', ['face.jpg'], { as: 'Name' })}`,
  );
}
