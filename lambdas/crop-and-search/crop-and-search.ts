import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import { tellOriginal } from '../../statemachine/original-error.ts';
import type { Cutout, FaceToSearch, Photo, SearchedFace, StoredCrop } from '../../statemachine/payloads.ts';
import {
  boxInPhoto,
  cropRectangle,
  faceInPhoto,
  intersection,
  margins,
  type Rectangle,
} from '../shared/crop-geometry.ts';
import * as errors from '../shared/errors.ts';
import { confirmUnchanged, readPhoto } from '../shared/photo-object.ts';
import type { Thumbs } from '../shared/thumbs.ts';
import { cropFace } from './crop-face.ts';
import { isIntendedFace } from './intended-face.ts';
import { searchCollection } from './search-collection.ts';
import { storeCrop } from './store-crop.ts';

/**
 * Crops one face out of its cutout, stores the crop, and searches it in the collection.
 *
 * A face that cannot be searched is an outcome (Unsearchable). Throws an error of this project as it is, and anything
 * else as FaceFailed: nobody knows whether another face would meet it.
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
    throw error.name in errors ? error : new errors.FaceFailed(tellOriginal(error), { cause: error });
  }
}

async function searchFace(
  { photo, threshold, collectionId, face: { cutout, ...face } }: FaceToSearch,
  thumbs: Thumbs,
  { s3, rekognition }: { s3: S3Client; rekognition: RekognitionClient },
): Promise<SearchedFace> {
  if (!cutout || !photo.cutouts) return { ...face, outcome: 'Unsearchable', reason: 'TooSmall' };
  const jpeg = await readCutout(s3, photo.cutouts, { cutout, photo });
  const { rectangle } = cutout;
  const faceBox = faceInPhoto(face.boundingBox, photo.image);

  const searchWith = async (margin: number) => {
    const part = intersection(cropRectangle(faceBox, photo.image, margin), rectangle);
    const image = await cropFace({ jpeg, rectangle }, part);
    const [search, crop] = await Promise.all([
      searchCollection(rekognition, { collectionId, threshold, image }),
      storeCrop(s3, thumbs, photo, face.idx, image),
      confirmUnchanged(s3, photo),
    ]);
    return { search, crop, part };
  };

  let last: StoredCrop | undefined;
  const neighbours: Rectangle[] = [];
  for (const margin of margins) {
    const { search, crop, part } = await searchWith(margin);
    last = crop;
    if (search === 'NoFaceInCrop') break;
    const { found, faceModelVersion } = search;
    const searched = boxInPhoto(search.searchedBox, part);
    if (isIntendedFace(searched, { face: faceBox, crop: part, neighbours })) {
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

/** Throws CutoutsGone when they have expired. */
async function readCutout(
  s3: S3Client,
  cutouts: { bucket: string; key: string },
  { cutout, photo }: { cutout: Cutout; photo: Photo },
): Promise<Buffer> {
  try {
    return (await readPhoto(s3, { ...cutouts, range: cutout.bytes })).bytes;
  } catch (error) {
    if ((error as Error).name !== 'PhotoGone') throw error;
    const again = JSON.stringify({ key: photo.key });
    throw new errors.CutoutsGone(
      `The cutouts s3://${cutouts.bucket}/${cutouts.key} have expired or were removed. Start again with ${again}`,
    );
  }
}
