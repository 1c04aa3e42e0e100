import { DeleteFacesCommand } from '@aws-sdk/client-rekognition';
import type { Target } from '../connect.ts';

/** Rekognition kept the face in its collection, for the reason it gives. */
class FaceNotDeleted extends Error {
  override name = 'FaceNotDeleted' as const;
}

/** Deletes a face from the collection; returns false when it was not in it. Throws FaceNotDeleted. */
export async function deleteFace(
  { rekognition, deployment: { collectionId } }: Pick<Target, 'rekognition' | 'deployment'>,
  faceId: string,
): Promise<boolean> {
  const { DeletedFaces = [], UnsuccessfulFaceDeletions = [] } = await rekognition.send(
    new DeleteFacesCommand({ CollectionId: collectionId, FaceIds: [faceId] }),
  );
  if (DeletedFaces.includes(faceId)) return true;
  const reasons = UnsuccessfulFaceDeletions.find(({ FaceId }) => FaceId === faceId)?.Reasons ?? [];
  if (reasons.includes('FACE_NOT_FOUND')) return false;
  throw new FaceNotDeleted(
    `Expected the face ${faceId} to be deleted from the collection ${collectionId}, got ${reasons.join(', ') || 'no reason'}`,
  );
}
