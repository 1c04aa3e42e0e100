import { type RekognitionClient, SearchFacesByImageCommand } from '@aws-sdk/client-rekognition';
import type { BoundingBox } from '../../statemachine/payloads.ts';

export interface Search {
  /** The largest face of the image, the only one that was searched; ratios of the image. */
  readonly searchedBox: BoundingBox;
  /** The most similar face of the collection, if one reaches the threshold; similarity in percent. */
  readonly found?: { readonly faceId: string; readonly similarity: number };
  readonly faceModelVersion: string;
}

/**
 * Searches the face of a crop in the collection with SearchFacesByImage.
 *
 * Rekognition reports an image without a face as InvalidParameterException, like any wrong parameter: only
 * its message tells them apart.
 */
export async function searchCollection(
  rekognition: RekognitionClient,
  { collectionId, threshold, image }: { collectionId: string; threshold: number; image: Buffer },
): Promise<Search | 'NoFaceInCrop'> {
  const request = new SearchFacesByImageCommand({
    CollectionId: collectionId,
    Image: { Bytes: image },
    MaxFaces: 1,
    FaceMatchThreshold: threshold,
  });
  const response = await rekognition.send(request).catch((error: Error) => {
    if (saysNoFace(error)) return undefined;
    throw error;
  });
  if (!response) return 'NoFaceInCrop';
  const { Left = 0, Top = 0, Width = 0, Height = 0 } = response.SearchedFaceBoundingBox ?? {};
  const best = response.FaceMatches?.[0];
  return {
    searchedBox: { left: Left, top: Top, width: Width, height: Height },
    found: best && { faceId: best.Face!.FaceId!, similarity: best.Similarity! },
    faceModelVersion: response.FaceModelVersion ?? 'unknown',
  };
}

/** Rekognition's own error, or the one that the function's client made of it. */
function saysNoFace(error: Error): boolean {
  const { name, message } = error.cause instanceof Error ? error.cause : error;
  return name === 'InvalidParameterException' && message.includes('no faces in the image');
}
