import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { enrollCrop, searchedCrop } from '../../../operations/enroll/enroll-crop.ts';
import {
  type CorrectedRecord,
  correctionsAttribute,
  readCorrectedRecord,
} from '../../../statemachine/corrections.ts';
import type { enrollment } from '../../api/person.ts';
import type { Answer } from '../../api/routes.ts';
import type { PeopleSources } from '../people/people.ts';
import { Refusal } from '../refusal.ts';

/** Puts the face of a crop into the collection: from then on it is found. */
export async function enroll(
  { target, records, keptCrops }: PeopleSources,
  { cropKey, anyway, sameAs }: z.output<typeof enrollment>,
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
  const { s3Key, faces = [] } = await recordOf(target, crop.photoId);
  // What somebody has said that it is not, it is no reason against it to be like.
  const ruledOut = faces.find(({ thumbKey }) => thumbKey === cropKey)?.notFaceIds ?? [];
  const ignored = [...sameAs, ...ruledOut];
  const faceId = await enrollCrop(target, crop, { threshold, anyway, ignored });
  records.outdate();
  keptCrops.outdate(faceId);
  const next = s3Key === undefined ? '' : ` Reprocess ${s3Key} to find it there.`;
  return {
    faceId,
    ...(s3Key !== undefined && { key: s3Key }),
    message: `Enrolled as ${faceId}.${next}`,
  };
}

async function recordOf({ photos, deployment }: Target, photoId: string): Promise<Partial<CorrectedRecord>> {
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId },
      ProjectionExpression: `s3Key, faces, photoEtag, ${correctionsAttribute}`,
    }),
  );
  return readCorrectedRecord(Item);
}
