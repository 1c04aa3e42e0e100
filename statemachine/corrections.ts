import * as z from 'zod/mini';
import { type BoundingBox, boundingBox } from './payloads.ts';
import { countOutcomes, type FaceRecord, type PhotoRecord, readPhotoRecord } from './photo-record.ts';

/**
 * What a person has said of a face, since an execution recorded it. It is an attribute of its own beside the photo's
 * record: executions write the record anew and leave it, so that it stays true however often the photo is processed.
 *
 * It holds for the bytes in which the face was seen, and for the face at that place: a newer model of Rekognition may
 * count the faces in another way.
 */
export const correction = z.object({
  photoEtag: z.string(),
  boundingBox,
  /** Faces of the collection whose person it is not. */
  notFaceIds: z.optional(z.array(z.string())),
  /** Nobody whose name is wanted: it is not shown among the unknown any more. */
  putAwayAt: z.optional(z.iso.datetime()),
});
export type Correction = z.infer<typeof correction>;

/** The name of the attribute. */
export const correctionsAttribute = 'corrections';

/** Those of an item of the Photos table, as far as they can be read. */
export function readCorrections(item: object | undefined): Correction[] {
  const { [correctionsAttribute]: written } = (item ?? {}) as { corrections?: unknown };
  if (!Array.isArray(written)) return [];
  return written.flatMap((each) => correction.safeParse(each).data ?? []);
}

/** A face of a record, with what was said of it. */
export type CorrectedFace = FaceRecord & {
  /** It was found to be one of these, and somebody has said that it is not. */
  readonly notFaceIds?: readonly string[];
  readonly putAway?: true;
};

/** The faces as they are after what was said of them: who is not the person that was found is nobody known. */
export function correctFaces<Face extends { readonly boundingBox: BoundingBox; readonly outcome: string }>(
  faces: readonly Face[],
  { photoEtag, threshold = 0 }: { readonly photoEtag?: string; readonly threshold?: number },
  corrections: readonly Correction[],
): (Face | CorrectedFace)[] {
  const valid = corrections.filter((each) => each.photoEtag === photoEtag);
  if (valid.length === 0) return [...faces];
  return faces.map((face) => {
    const said = valid.filter((each) => isSameFace(each.boundingBox, face.boundingBox));
    if (said.length === 0) return face;
    const notFaceIds = said.flatMap((each) => each.notFaceIds ?? []);
    const putAway = said.some(({ putAwayAt }) => putAwayAt !== undefined) ? { putAway: true as const } : {};
    if (!('faceId' in face) || !notFaceIds.includes(String(face.faceId)))
      return { ...face, ...(notFaceIds.length > 0 && { notFaceIds }), ...putAway };
    const { idx, boundingBox, thumbKey } = face as Face & FaceRecord;
    return {
      idx,
      boundingBox,
      ...(thumbKey !== undefined && { thumbKey }),
      outcome: 'NoMatch',
      threshold,
      notFaceIds,
      ...putAway,
    };
  });
}

/** Whether two boxes are of one face: more than half of what both cover is in both. */
export function isSameFace(one: BoundingBox, other: BoundingBox): boolean {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return false;
  const both = width * height;
  return both / (one.width * one.height + other.width * other.height - both) > 0.5;
}

/** A record as it is after what was said of its faces: what people are shown. */
export type CorrectedRecord = Omit<PhotoRecord, 'faces'> & { readonly faces: readonly CorrectedFace[] };

/** Reads an item of the Photos table, or some attributes of one, as far as it goes, and corrects it. */
export function readCorrectedRecord(item: object | undefined): Partial<CorrectedRecord> {
  const record = readPhotoRecord(item);
  const corrections = readCorrections(item);
  if (!record.faces || corrections.length === 0) return record;
  const faces = correctFaces(record.faces, record, corrections) as CorrectedFace[];
  const counts = Object.entries(countOutcomes(faces)).filter(([name]) => name in record);
  return { ...record, faces, ...Object.fromEntries(counts) };
}
