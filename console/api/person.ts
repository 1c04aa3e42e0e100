import * as z from 'zod/mini';

/** Rekognition's form of a face's id. */
export const faceId = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Expected a faceId'));

/** A face in a photo, by the Photos table. */
export const occurrence = z.object({
  key: z.string(),
  idx: z.int().check(z.minimum(1)),
  cropUrl: z.optional(z.string()),
  thumbnailUrl: z.string(),
  /** The execution that recorded it. */
  execution: z.string(),
  matchedAt: z.iso.datetime(),
  /** Of a Match. */
  similarity: z.optional(z.number()),
});
export type Occurrence = z.infer<typeof occurrence>;

/** A face of the collection. The person's id is that of the face. */
export const person = z.object({
  faceId: z.string(),
  /** Absent for who has none. */
  name: z.optional(z.string()),
  /** Other faces with the same name; only of one person. */
  otherFaces: z.optional(z.array(z.string())),
  /** False for a face that records name, but that is not, or no more, in the collection. */
  inCollection: z.boolean(),
  externalImageId: z.optional(z.string()),
  /** URLs of crops, best first, at most 4; none until the person is found in a photo or enrolled from one. */
  crops: z.array(z.string()),
  /** Photos they were found in, as any of the faces with their name. */
  photoCount: z.int(),
  /** The newest, at most 12 of a page of people and 200 of one person. */
  occurrences: z.array(occurrence),
});
export type Person = z.infer<typeof person>;

export const peopleQuery = z.object({
  /** Only these, whether they are in the collection or not. */
  faceId: z.optional(z.array(faceId).check(z.maxLength(100))),
  /** Only people whose name has this in it. */
  name: z.optional(z.string().check(z.maxLength(128))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 24),
  cursor: z.optional(z.string().check(z.maxLength(4096))),
});

export const peoplePage = z.object({
  people: z.array(person),
  cursor: z.optional(z.string()),
  /** Of the collection; absent when it cannot be described. */
  faceCount: z.optional(z.int()),
  /** When the Photos table was read for this. */
  readAt: z.iso.datetime(),
});
export type PeoplePage = z.infer<typeof peoplePage>;

/** A NoMatch face that can be enrolled. */
export const unknownFace = z.extend(z.omit(occurrence, { similarity: true }), { cropKey: z.string() });
export type UnknownFace = z.infer<typeof unknownFace>;

/** The newest, at most 100. */
export const putAwayFaces = z.object({
  faces: z.array(unknownFace),
  /** In all records. */
  total: z.int(),
  readAt: z.iso.datetime(),
});

export const unknownFaces = z.extend(putAwayFaces, {
  /** How many more are put away. */
  putAway: z.int(),
});

/** Puts unknown faces away for good, or brings them back. */
export const puttingAway = z.strictObject({
  cropKeys: z
    .array(z.string().check(z.minLength(1), z.maxLength(1024)))
    .check(z.minLength(1), z.maxLength(100)),
  back: z._default(z.boolean(), false),
});

/** Says of a face of a photo that it is not the person it was found to be, or takes that back. */
export const ruling = z.strictObject({
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  idx: z.int().check(z.minimum(1)),
  /** As which it was found; of one to be taken back, what was ruled out. */
  faceId,
  back: z._default(z.boolean(), false),
});

export const corrected = z.object({ message: z.string() });

/** Faces of the collection get a name; who has it gets them as well. */
export const naming = z.strictObject({
  faceIds: z.array(faceId).check(z.minLength(1), z.maxLength(100)),
  name: z.string().check(z.minLength(1), z.maxLength(128)),
});

/** The newest unknown faces by their likeness; as the last grouping found them. */
export const likenessGroups = z.object({
  state: z.enum(['none', 'running', 'done', 'failed']),
  /** Calls of Rekognition that are over, and all of them. */
  done: z.int(),
  total: z.int(),
  /** Keys of crops, the largest group first; a face that is like no other has a group of its own. */
  groups: z.array(z.array(z.string())),
  /** Why it failed, and what to do. */
  error: z.optional(z.string()),
});
export type LikenessGroups = z.infer<typeof likenessGroups>;

export const enrollment = z.object({
  /** Of a NoMatch face. */
  cropKey: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** Although somebody in the collection reaches the threshold by now, or its quality is poor. */
  anyway: z._default(z.boolean(), false),
  /** Faces of the same person, enrolled a moment ago: that it is like them is no reason against it. */
  sameAs: z._default(z.array(faceId).check(z.maxLength(100)), []),
});

/** Refused with AlreadyKnown (409), or FaceNotIndexed (422) for poor quality, unless `anyway`. */
export const enrolled = z.object({
  faceId: z.string(),
  /** The photo it was cut from, to be reprocessed. */
  key: z.optional(z.string()),
  message: z.string(),
});

export const forgotten = z.object({
  /** Whether it was in the collection. */
  deleted: z.boolean(),
  /** Photos whose record named it: the face is NoMatch there now. */
  keys: z.array(z.string()),
  message: z.string(),
});
