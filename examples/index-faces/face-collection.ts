import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  IndexFacesCommand,
  type QualityFilter,
  type RekognitionClient,
  SearchFacesByImageCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import type { FaceToIndex } from '../../statemachine/payloads.ts';

/** What the stage needs of a face. */
export type AskedFace = Pick<FaceToIndex, 'photoId' | 'idx' | 'crop' | 'threshold'>;

/** What becomes of a face that is indexed. */
export type Indexed = { readonly faceId: string } | { readonly notIndexed: string };

/** What the stage asks of Rekognition. Nothing here takes a face out of the collection. */
export interface FaceCollection {
  /** The face of the collection that is most like this one, as CropAndSearch would find it now. */
  find(face: AskedFace): Promise<string | undefined>;
  /** Done again for the same crop it adds nothing, and answers the same. */
  add(face: AskedFace): Promise<Indexed>;

  /** A collection to compare faces in that are in none yet. */
  openStaging(name: string): Promise<void>;
  closeStaging(name: string): Promise<void>;
  stage(name: string, face: AskedFace): Promise<Indexed>;
  /** The other staged faces that are as alike as the threshold asks, most alike first. */
  alike(name: string, faceId: string, threshold: number): Promise<string[]>;
}

/** Somebody else holds the lease by now, and has removed what this holder staged. */
export class StagingGone extends Error {
  override name = 'StagingGone' as const;
}

export function faceCollection(
  rekognition: RekognitionClient,
  collectionId: string,
  quality: QualityFilter,
): FaceCollection {
  const index = async (CollectionId: string, { crop, photoId, idx }: AskedFace): Promise<Indexed> => {
    const { FaceRecords = [], UnindexedFaces = [] } = await rekognition.send(
      new IndexFacesCommand({
        CollectionId,
        Image: imageOf(crop),
        // The same crop under the same id is the same face: a retry adds nothing.
        ExternalImageId: `${photoId}_face_${idx}`,
        // CropAndSearch made sure that the largest face of the crop is the one it was cut for.
        MaxFaces: 1,
        QualityFilter: quality,
      }),
    );
    const faceId = FaceRecords[0]?.Face?.FaceId;
    if (faceId !== undefined) return { faceId };
    // What is beyond the largest is not the face that was meant.
    const reasons = UnindexedFaces.flatMap(({ Reasons = [] }) => Reasons).filter(
      (each) => each !== 'EXCEEDS_MAX_FACES',
    );
    return { notIndexed: [...new Set(reasons)].join(', ') || 'Rekognition found no face to index' };
  };

  return {
    find: async ({ crop, threshold }) => {
      const { FaceMatches = [] } = await rekognition.send(
        new SearchFacesByImageCommand({
          CollectionId: collectionId,
          Image: imageOf(crop),
          FaceMatchThreshold: threshold,
          MaxFaces: 1,
        }),
      );
      return FaceMatches[0]?.Face?.FaceId;
    },
    add: (face) => index(collectionId, face),
    openStaging: async (name) => {
      await rekognition.send(new CreateCollectionCommand({ CollectionId: name }));
    },
    closeStaging: async (name) => {
      await rekognition.send(new DeleteCollectionCommand({ CollectionId: name })).catch(unlessGone);
    },
    stage: (name, face) => index(name, face).catch(stagingGone),
    alike: async (name, faceId, threshold) => {
      const request = { CollectionId: name, FaceId: faceId, FaceMatchThreshold: threshold };
      const { FaceMatches = [] } = await rekognition.send(new SearchFacesCommand(request)).catch(stagingGone);
      return FaceMatches.map(({ Face }) => Face!.FaceId!);
    },
  };
}

const imageOf = ({ bucket, key }: AskedFace['crop']) => ({ S3Object: { Bucket: bucket, Name: key } });

function unlessGone(error: Error): void {
  if (error.name !== 'ResourceNotFoundException') throw error;
}

function stagingGone(error: Error): never {
  unlessGone(error);
  throw new StagingGone('What was staged is gone: another function works off the faces that wait', {
    cause: error,
  });
}
