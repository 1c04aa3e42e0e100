import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import type { FaceToSearch, SearchedFace, StoredCrop } from '../../statemachine/payloads.ts';
import { concernsEveryFace, isRetryable } from '../shared/error-classes.ts';
import { FaceFailed } from '../shared/errors.ts';
import { readPhoto } from '../shared/photo-object.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { cropFace } from './crop-face.ts';
import { boxInPhoto, faceInPhoto, isTooSmall, margins, type Rectangle } from './crop-geometry.ts';
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
    const { jpeg, rectangle } = await cropFace(bytes, photo.image, face.boundingBox, margin);
    const [search, crop] = await Promise.all([
      searchCollection(rekognition, { collectionId, threshold, image: jpeg }),
      storeCrop(s3, thumbs, photo, face.idx, jpeg),
    ]);
    return { search, crop, rectangle };
  };

  let last: StoredCrop | undefined;
  const neighbours: Rectangle[] = [];
  for (const margin of margins) {
    const { search, crop, rectangle } = await searchWith(margin);
    last = crop;
    if (search === 'NoFaceInCrop') break;
    const { found, faceModelVersion } = search;
    const searched = boxInPhoto(search.searchedBox, rectangle);
    const intended = { face: faceInPhoto(face.boundingBox, photo.image), crop: rectangle, neighbours };
    if (isIntendedFace(searched, intended)) {
      return found
        ? { ...face, outcome: 'Match', ...found, personId: found.faceId, crop, faceModelVersion }
        : { ...face, outcome: 'NoMatch', threshold, crop, faceModelVersion };
    }
    // A neighbour came out largest: cut tighter.
    neighbours.push(searched);
  }
  const reason = neighbours.length ? 'WrongFaceInCrop' : 'NoFaceInCrop';
  return { ...face, outcome: 'Unsearchable', reason, crop: last };
}
