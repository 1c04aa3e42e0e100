import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { IndexFacesCommand, type BoundingBox as RekognitionBox } from '@aws-sdk/client-rekognition';
import type { BoundingBox } from '../../statemachine/payloads.ts';
import type { Target } from '../connect.ts';
import { keepFace } from './kept-crop.ts';
import { toRekognitionImage } from './rekognition-image.ts';

export interface EnrolledPhoto {
  readonly file: string;
  /** The first 20 hex digits of the SHA-256 of the file: the same photo is never stored twice. */
  readonly externalImageId: string;
  /** As IndexFaces answered: those that it added, or had of this very photo. */
  readonly faces: readonly { readonly faceId: string; readonly boundingBox: BoundingBox }[];
  /** Faces that Rekognition left out, with its reasons, such as LOW_SHARPNESS. */
  readonly unindexed: readonly { readonly reasons: readonly string[]; readonly boundingBox: BoundingBox }[];
}

/**
 * Puts the faces of a photo, or only its largest one, into the collection, and keeps a crop of each.
 *
 * Throws what reading the file threw, an error for what is no image, or what Rekognition answered.
 */
export async function enrollPhoto(
  { rekognition, s3, deployment }: Pick<Target, 'rekognition' | 's3' | 'deployment'>,
  file: string,
  { largest = false }: { largest?: boolean } = {},
): Promise<EnrolledPhoto> {
  const { collectionId, thumbsBucket, thumbsPrefix } = deployment;
  const bytes = await readFile(file);
  const externalImageId = createHash('sha256').update(bytes).digest('hex').slice(0, 20);
  const image = await toRekognitionImage(bytes, file);
  const { FaceRecords = [], UnindexedFaces = [] } = await rekognition.send(
    new IndexFacesCommand({
      CollectionId: collectionId,
      Image: { Bytes: image },
      ExternalImageId: externalImageId,
      MaxFaces: largest ? 1 : undefined,
    }),
  );
  const faces = FaceRecords.map(({ Face }) => ({
    faceId: Face!.FaceId!,
    boundingBox: toBoundingBox(Face!.BoundingBox),
  }));
  for (const { faceId, boundingBox } of faces) {
    const kept = { bucket: thumbsBucket, thumbsPrefix, faceId, name: externalImageId };
    await keepFace(s3, image, boundingBox, kept);
  }
  return {
    file,
    externalImageId,
    faces,
    unindexed: UnindexedFaces.map(({ Reasons = [], FaceDetail }) => ({
      reasons: Reasons,
      boundingBox: toBoundingBox(FaceDetail?.BoundingBox),
    })),
  };
}

const toBoundingBox = ({ Left = 0, Top = 0, Width = 0, Height = 0 }: RekognitionBox = {}): BoundingBox => ({
  left: Left,
  top: Top,
  width: Width,
  height: Height,
});

export interface UnenrolledPhoto {
  readonly file: string;
  readonly error: { readonly error: string; readonly cause: string };
}

/** Enrolls photos one after the other; what happens to one does not stop the next. */
export async function* enrollPhotos(
  target: Target,
  files: readonly string[],
  options: { largest?: boolean },
): AsyncGenerator<EnrolledPhoto | UnenrolledPhoto> {
  for (const file of files) {
    try {
      yield await enrollPhoto(target, file, options);
    } catch (error) {
      const { name, message } = error as Error;
      yield { file, error: { error: name, cause: message } };
    }
  }
}
