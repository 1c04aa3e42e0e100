import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import type { Target } from '../../../operations/connect.ts';
import { enrollCrop, searchedCrop } from '../../../operations/enroll/enroll-crop.ts';
import { readPhotoRecord } from '../../../statemachine/photo-record.ts';
import type { enrollment } from '../../api/person.ts';
import type { Answer } from '../../api/routes.ts';
import type { PeopleSources } from '../people/people.ts';
import { Refusal } from '../refusal.ts';

/** Puts the face of a crop into the collection: from then on it is found. */
export async function enroll(
  { target, records, keptCrops }: PeopleSources,
  { cropKey, anyway }: z.output<typeof enrollment>,
  threshold: number,
): Promise<Answer<'enroll'>> {
  const { thumbsPrefix } = target.deployment;
  const crop = searchedCrop(cropKey, thumbsPrefix);
  if (!crop) {
    throw new Refusal(400, 'BadRequest', {
      message: `Expected the key of a face's crop, such as ${thumbsPrefix}<photoId>/<etag>/face_1.jpg, got ${JSON.stringify(cropKey)}`,
      whatToDo: 'Reload the page.',
      field: 'cropKey',
    });
  }
  const faceId = await enrollCrop(target, crop, { threshold, anyway });
  records.outdate();
  keptCrops.outdate(faceId);
  const key = await keyOf(target, crop.photoId);
  const next = key === undefined ? '' : ` Reprocess ${key} to find it there.`;
  return { faceId, ...(key !== undefined && { key }), message: `Enrolled as ${faceId}.${next}` };
}

async function keyOf({ photos, deployment }: Target, photoId: string): Promise<string | undefined> {
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId },
      ProjectionExpression: 's3Key',
    }),
  );
  return readPhotoRecord(Item).s3Key;
}
