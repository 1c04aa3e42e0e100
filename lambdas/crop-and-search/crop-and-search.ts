import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { FaceToSearch, SearchedFace, StoredCrop } from '../../statemachine/payloads.ts';
import { concernsEveryFace, isRetryable } from '../shared/error-classes.ts';
import { FaceFailed } from '../shared/errors.ts';
import { readPhoto } from '../shared/photo-object.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { cropFace } from './crop-face.ts';
import { isTooSmall, margins } from './crop-geometry.ts';
import { isIntendedFace } from './intended-face.ts';
import { searchCollection } from './search-collection.ts';
import { storeCrop } from './store-crop.ts';

/**
 * Crops one face out of its photo and searches it in the collection.
 *
 * A face that cannot be searched is an outcome (Unsearchable). Throws retryable errors and what every face
 * would meet under their own names, anything else as FaceFailed.
 */
export async function cropAndSearch(
  input: FaceToSearch,
  thumbs: Thumbs,
  services: { s3: S3Client; rekognition: RekognitionClient },
): Promise<SearchedFace> {
  try {
    return await searchFace(input, thumbs, services);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    throw isRetryable(error.name) || concernsEveryFace(error.name) ? error : new FaceFailed(error);
  }
}

async function searchFace(
  { photo, threshold, collectionId, face }: FaceToSearch,
  thumbs: Thumbs,
  { s3, rekognition }: { s3: S3Client; rekognition: RekognitionClient },
): Promise<SearchedFace> {
  if (isTooSmall(face.boundingBox, photo.image))
    return { ...face, outcome: 'Unsearchable', reason: 'TooSmall' };
  const { bytes } = await readPhoto(s3, photo.image);

  const searchWith = async (margin: number) => {
    const { jpeg, face: expected } = await cropFace(bytes, photo.image, face.boundingBox, margin);
    const [search, crop] = await Promise.all([
      searchCollection(rekognition, { collectionId, threshold, image: jpeg }),
      storeCrop(s3, thumbs, photo, face.idx, jpeg),
    ]);
    return { search, crop, expected };
  };

  let last: StoredCrop | undefined;
  for (const margin of margins) {
    const { search, crop, expected } = await searchWith(margin);
    if (search === 'NoFaceInCrop') return { ...face, outcome: 'Unsearchable', reason: search, crop };
    last = crop;
    const { searchedBox, found, faceModelVersion } = search;
    if (!isIntendedFace(expected, searchedBox)) continue; // A neighbour came out largest: cut tighter.
    return found
      ? { ...face, outcome: 'Match', ...found, personId: found.faceId, crop, faceModelVersion }
      : { ...face, outcome: 'NoMatch', threshold, crop, faceModelVersion };
  }
  return { ...face, outcome: 'Unsearchable', reason: 'WrongFaceInCrop', crop: last };
}
