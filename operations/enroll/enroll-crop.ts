import { IndexFacesCommand, SearchFacesByImageCommand } from '@aws-sdk/client-rekognition';
import type { Target } from '../connect.ts';
import { keepCrop } from './kept-crop.ts';

/** Somebody in the collection is this face already. */
export class AlreadyKnown extends Error {
  override name = 'AlreadyKnown' as const;
}

/** Rekognition left the face out, for the reasons it gives, such as LOW_SHARPNESS. */
export class FaceNotIndexed extends Error {
  override name = 'FaceNotIndexed' as const;
}

/** The crop of a face that CropAndSearch stored. */
export interface SearchedCrop {
  readonly key: string;
  readonly photoId: string;
  readonly idx: number;
}

/** The crop of that key; undefined for a key of anything else. */
export function searchedCrop(key: string, thumbsPrefix: string): SearchedCrop | undefined {
  if (!key.startsWith(thumbsPrefix)) return undefined;
  const found = /^([0-9a-f]{20})\/[^/]+\/face_(\d{1,3})\.jpg$/.exec(key.slice(thumbsPrefix.length));
  return found ? { key, photoId: found[1]!, idx: Number(found[2]) } : undefined;
}

/**
 * Puts the face of a crop into the collection, and keeps the crop beside it. Returns the faceId.
 *
 * Throws AlreadyKnown when somebody reaches the threshold by now who is not `ignored`, unless `anyway`; then a face of
 * poor quality is taken, too. Throws FaceNotIndexed, or what the services answered.
 */
export async function enrollCrop(
  { rekognition, s3, deployment }: Pick<Target, 'rekognition' | 's3' | 'deployment'>,
  { key, photoId, idx }: SearchedCrop,
  { threshold, anyway, ignored = [] }: { threshold: number; anyway: boolean; ignored?: readonly string[] },
): Promise<string> {
  const { collectionId: CollectionId, thumbsBucket, thumbsPrefix } = deployment;
  const Image = { S3Object: { Bucket: thumbsBucket, Name: key } };
  if (!anyway) {
    const MaxFaces = 1 + ignored.length;
    const { FaceMatches = [] } = await rekognition.send(
      new SearchFacesByImageCommand({ CollectionId, Image, FaceMatchThreshold: threshold, MaxFaces }),
    );
    const known = FaceMatches.find(({ Face }) => !ignored.includes(Face?.FaceId ?? ''));
    if (known) {
      throw new AlreadyKnown(
        `Expected a face of somebody new, but it is ${known.Face?.FaceId} with ${known.Similarity?.toFixed(1)} %`,
      );
    }
  }
  const name = `${photoId}_face_${idx}`;
  const { FaceRecords = [], UnindexedFaces = [] } = await rekognition.send(
    new IndexFacesCommand({
      CollectionId,
      Image,
      ExternalImageId: name,
      // CropAndSearch made sure that the largest face of the crop is the one it was cut for.
      MaxFaces: 1,
      QualityFilter: anyway ? 'NONE' : 'AUTO',
    }),
  );
  const faceId = FaceRecords[0]?.Face?.FaceId;
  if (!faceId) {
    const reasons = UnindexedFaces.flatMap(({ Reasons = [] }) => Reasons).join(', ') || 'no face';
    throw new FaceNotIndexed(`Expected a face that Rekognition indexes, got ${reasons}`);
  }
  await keepCrop(s3, { bucket: thumbsBucket, key }, { bucket: thumbsBucket, thumbsPrefix, faceId, name });
  return faceId;
}
