import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Target } from '../../../operations/connect.ts';
import { correctFaces, correctionsAttribute, readCorrections } from '../../../statemachine/corrections.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import { countOutcomes, type FaceRecord } from '../../../statemachine/photo-record.ts';
import type { ExecutionDetail } from '../../api/execution.ts';
import type { Face } from '../../api/face.ts';

/** An execution whose faces are as somebody has said since that they are; asked for only where one was found or unknown. */
export async function withCorrections(
  { photos, deployment }: Pick<Target, 'photos' | 'deployment'>,
  execution: ExecutionDetail & { photoEtag?: string },
): Promise<ExecutionDetail> {
  const { photo, photoEtag, ...told } = execution;
  const concerned = told.faces.some((face) => 'faceId' in face || face.outcome === 'NoMatch');
  if (!photo || !concerned || photoEtag === undefined) return { ...told, photo };
  const { Item } = await photos.send(
    new GetCommand({
      TableName: deployment.photosTable,
      Key: { photoId: photoId(deployment.rawBucket, photo.key) },
      ProjectionExpression: correctionsAttribute,
    }),
  );
  const corrections = readCorrections(Item);
  if (corrections.length === 0) return { ...told, photo };
  const { threshold } = told;
  const faces = correctFaces(told.faces, { photoEtag, threshold }, corrections) as Face[];
  return {
    ...told,
    photo,
    faces: faces.map((face, index) => ({ ...face, cropUrl: told.faces[index]!.cropUrl })),
    ...(told.counts && { counts: countOutcomes(faces as FaceRecord[]) }),
  };
}
