import * as z from 'zod/mini';
import {
  type OutcomeCounts,
  outcomeCounts,
  photoStatus,
  placeOfFace,
  unsearchableReason,
} from './payloads.ts';

export type { OutcomeCounts } from './payloads.ts';

const percentage = z.number().check(z.minimum(0), z.maximum(100));

const face = {
  ...placeOfFace,
  /** The crop in the thumbs bucket; absent when none was made. */
  thumbKey: z.optional(z.string()),
};
const person = { faceId: z.string(), personId: z.string() };

/** One face in the Photos record. */
export const faceRecord = z.discriminatedUnion('outcome', [
  z.object({ ...face, ...person, outcome: z.literal('Match'), similarity: percentage }),
  z.object({
    ...face,
    outcome: z.literal('NoMatch'),
    threshold: percentage,
    /** Why the stage in the hook did not want it; absent where there is none. */
    notIndexed: z.optional(z.string()),
    /** Set on a face that was somebody until they were forgotten: nobody has searched it since. */
    forgottenAt: z.optional(z.iso.datetime()),
  }),
  z.object({ ...face, ...person, outcome: z.literal('Indexed') }),
  z.object({ ...face, outcome: z.literal('Unsearchable'), reason: unsearchableReason }),
  z.object({
    ...face,
    outcome: z.literal('Failed'),
    stage: z.enum(['CropAndSearch', 'IndexFaces']),
    error: z.string(),
    cause: z.string(),
  }),
]);
export type FaceRecord = z.infer<typeof faceRecord>;

/** This project's attributes of an item in the Photos table; other programs keep theirs beside them. */
export const photoRecord = z.object({
  photoId: z.string().check(z.regex(/^[0-9a-f]{20}$/)),
  s3Bucket: z.string(),
  s3Key: z.string(),
  /** Unknown for a photo that could not be read: then the item keeps what it has, or gets startedAt. */
  uploadedAt: z.optional(z.iso.datetime()),
  status: photoStatus,
  ...outcomeCounts.shape,
  /** Rekognition returned its most, 100 faces: there may be more. */
  facesTruncated: z.boolean(),
  faces: z.array(faceRecord),
  /** Only when FAILED. */
  error: z.optional(z.object({ error: z.string(), cause: z.string() })),
  executionArn: z.string(),
  startedAt: z.iso.datetime(),
  matchedAt: z.iso.datetime(),
  collectionId: z.optional(z.string()),
  threshold: z.optional(percentage),
  faceModelVersion: z.optional(z.string()),
  photoEtag: z.optional(z.string()),
  photoVersionId: z.optional(z.string()),
});
export type PhotoRecord = z.infer<typeof photoRecord>;

export function countOutcomes(faces: readonly FaceRecord[]): OutcomeCounts {
  const count = (outcome: FaceRecord['outcome']) => faces.filter((face) => face.outcome === outcome).length;
  return {
    faceCount: faces.length,
    matchedCount: count('Match'),
    unmatchedCount: count('NoMatch'),
    indexedCount: count('Indexed'),
    unsearchableCount: count('Unsearchable'),
    failedCount: count('Failed'),
  };
}

const some = z.partial(photoRecord);

/**
 * Reads an item of the Photos table, or some attributes of one, as far as it goes: what another version wrote in
 * another form is left out. A face that cannot be read takes the whole list with it, because faces are found by their
 * place in it.
 */
export function readPhotoRecord(item: object | undefined): Partial<PhotoRecord> {
  const { data, error } = some.safeParse(item ?? {});
  if (data) return data;
  const unreadable = new Set(error.issues.map(({ path }) => path[0]));
  return some.parse(Object.fromEntries(Object.entries(item!).filter(([name]) => !unreadable.has(name))));
}

/** Whether a record has what every execution of this project writes; an item of another program has not. */
export const isPhotoRecord = (record: Partial<PhotoRecord>): record is PhotoRecord =>
  photoRecord.safeParse(record).success;
