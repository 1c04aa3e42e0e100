import {
  DeleteFacesCommand,
  IndexFacesCommand,
  type RekognitionClient,
  SearchFacesByImageCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import type { FaceToIndex, IndexedFace } from '../../statemachine/payloads.ts';

/** Rekognition found no face in the crop that it would index. */
export class FaceNotIndexed extends Error {
  override name = 'FaceNotIndexed' as const;
}

/**
 * Makes an unknown face known: as the person who was indexed since the face was searched, or as a new one.
 *
 * `alone` does its work while nobody else does any. Faces of one person arrive at once, and to index first and
 * to compare afterwards cannot make them agree: the first may have answered before the second is there to be
 * seen, and a face that is to be taken away again can be matched meanwhile. So a face is indexed only while
 * nobody else indexes, and is there to stay.
 */
export async function indexFace(
  rekognition: RekognitionClient,
  face: FaceToIndex,
  alone: <Result>(work: () => Promise<Result>) => Promise<Result>,
): Promise<IndexedFace> {
  const known = await findPerson(rekognition, face);
  if (known) return known;
  return alone(async () => (await findPerson(rekognition, face)) ?? addPerson(rekognition, face));
}

/** As CropAndSearch would find them now. */
async function findPerson(
  rekognition: RekognitionClient,
  { collectionId, crop, threshold }: FaceToIndex,
): Promise<IndexedFace | undefined> {
  const { FaceMatches = [] } = await rekognition.send(
    new SearchFacesByImageCommand({
      CollectionId: collectionId,
      Image: imageOf(crop),
      FaceMatchThreshold: threshold,
      MaxFaces: 1,
    }),
  );
  const faceId = FaceMatches[0]?.Face?.FaceId;
  return faceId ? { faceId, personId: faceId } : undefined;
}

async function addPerson(rekognition: RekognitionClient, face: FaceToIndex): Promise<IndexedFace> {
  const { collectionId, threshold } = face;
  const faceId = await addFace(rekognition, face);
  const { FaceMatches = [] } = await rekognition.send(
    new SearchFacesCommand({ CollectionId: collectionId, FaceId: faceId, FaceMatchThreshold: threshold }),
  );
  // Somebody enrolled the person by hand in this very moment: theirs stay, and everybody takes the same of them.
  const [enrolled] = FaceMatches.map(({ Face }) => Face!.FaceId!).sort();
  if (!enrolled) return { faceId, personId: faceId };

  // A match names the face that it finds: with two faces a person would have two ids.
  await rekognition.send(new DeleteFacesCommand({ CollectionId: collectionId, FaceIds: [faceId] }));
  return { faceId: enrolled, personId: enrolled };
}

/** The same crop under the same ExternalImageId is the same face: a retry adds nothing. */
async function addFace(
  rekognition: RekognitionClient,
  { collectionId, crop, photoId, idx }: FaceToIndex,
): Promise<string> {
  const { FaceRecords = [], UnindexedFaces = [] } = await rekognition.send(
    new IndexFacesCommand({
      CollectionId: collectionId,
      Image: imageOf(crop),
      ExternalImageId: `${photoId}_face_${idx}`,
      // CropAndSearch made sure that the largest face of the crop is the one it was cut for.
      MaxFaces: 1,
      // Every face that could be searched is indexed, however poor it is.
      QualityFilter: 'NONE',
    }),
  );
  const faceId = FaceRecords[0]?.Face?.FaceId;
  if (faceId) return faceId;
  const reasons = UnindexedFaces.flatMap(({ Reasons = [] }) => Reasons).join(', ') || 'no face';
  throw new FaceNotIndexed(`Expected a face to index in s3://${crop.bucket}/${crop.key}, got ${reasons}`);
}

const imageOf = ({ bucket, key }: FaceToIndex['crop']) => ({ S3Object: { Bucket: bucket, Name: key } });
