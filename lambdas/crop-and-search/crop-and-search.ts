import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import { tellOriginal } from '../../statemachine/original-error.ts';
import type {
  Cutout,
  FaceToSearch,
  Photo,
  SearchedFace,
  StoredCrop,
  UnsearchableReason,
} from '../../statemachine/payloads.ts';
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
import { type Search, searchCollection } from './search-collection.ts';
import { storeCrop } from './store-crop.ts';

/**
 * Crops one face out of its cutout, searches it in the collection, and stores the crop.
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
  const faceBox = faceInPhoto(face.boundingBox, photo.image);
  const searched = await searchIntendedFace({ jpeg, cutout, faceBox, photo }, (image) =>
    searchCollection(rekognition, { collectionId, threshold, image }),
  );
  // Not before there is an answer: whoever is throttled comes back, and pays for all that it did each time.
  const crop = await keepCrop(s3, thumbs, { photo, idx: face.idx, image: searched.image });
  if ('reason' in searched) return { ...face, outcome: 'Unsearchable', reason: searched.reason, crop };
  const { found, faceModelVersion } = searched.search;
  return found
    ? { ...face, outcome: 'Match', ...found, personId: found.faceId, crop, faceModelVersion }
    : { ...face, outcome: 'NoMatch', threshold, crop, faceModelVersion };
}

interface FaceToCrop {
  readonly jpeg: Buffer;
  readonly cutout: Cutout;
  /** In the photo. */
  readonly faceBox: Rectangle;
  readonly photo: Photo;
}

/** Searches ever tighter crops until the face that was searched is the one that was meant; `image` is the last of them. */
async function searchIntendedFace(
  { jpeg, cutout: { rectangle }, faceBox, photo }: FaceToCrop,
  search: (image: Buffer) => Promise<Search | 'NoFaceInCrop'>,
): Promise<{ image: Buffer } & ({ search: Search } | { reason: UnsearchableReason })> {
  let image = jpeg;
  const neighbours: Rectangle[] = [];
  for (const margin of margins) {
    const part = intersection(cropRectangle(faceBox, photo.image, margin), rectangle);
    image = await cropFace({ jpeg, rectangle }, part);
    const answer = await search(image);
    if (answer === 'NoFaceInCrop') break;
    const searched = boxInPhoto(answer.searchedBox, part);
    if (isIntendedFace(searched, { face: faceBox, crop: part, neighbours })) return { image, search: answer };
    // A neighbour came out largest: cut tighter.
    neighbours.push(searched);
  }
  return { image, reason: neighbours.length > 0 ? 'WrongFaceInCrop' : 'NoFaceInCrop' };
}

/** Stores a crop that was searched, and confirms that its photo is still the pinned one. */
async function keepCrop(
  s3: S3Client,
  thumbs: Thumbs,
  { photo, idx, image }: { photo: Photo; idx: number; image: Buffer },
): Promise<StoredCrop> {
  const [confirmed, stored] = await Promise.allSettled([
    confirmUnchanged(s3, photo),
    storeCrop(s3, thumbs, photo, idx, image),
  ]);
  // Thrown when both have ended: what is left running would be frozen, and go on in the sandbox's next invocation.
  if (confirmed.status === 'rejected') throw confirmed.reason;
  if (stored.status === 'rejected') throw stored.reason;
  return stored.value;
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
