import * as z from 'zod/mini';

/**
 * What travels through the state machine. The types are inferred from the schemas, and
 * `samples/<name>.json` holds a valid example of each.
 */

/** Ratios of the upright photo's width and height, as DetectFaces gives them: may be negative or pass 1. */
export const boundingBox = z.object({
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});
export type BoundingBox = z.infer<typeof boundingBox>;

const percent = { error: expected('a number between 0 and 100') };

/** The input of an execution: the same from a person, from the commands and from EventBridge. */
export const executionInput = z.strictObject(
  {
    key: z
      .string({ error: expected('the key of a photo, a string') })
      .check(z.minLength(1, { error: expected('the key of a photo') })),
    /** When given, it must be the deployed raw bucket. */
    bucket: z.optional(z.string({ error: expected('a bucket name, a string') })),
    /** Similarity in percent from which a face counts as known; overrides FACE_MATCH_THRESHOLD. */
    threshold: z.optional(z.number(percent).check(z.minimum(0, percent), z.maximum(100, percent))),
    /** What AWS adds by itself is ignored: the Step Functions console in every new execution, … */
    Comment: z.optional(z.unknown()),
    /** … and who starts it as a nested one. */
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.optional(z.unknown()),
  },
  {
    error: expected(
      'an object like {"key": "photos-raw/party.jpg"} with at most "bucket" and "threshold" besides',
    ),
  },
);
export type ExecutionInput = z.infer<typeof executionInput>;

/** The photo, pinned to the bytes in which its faces were detected. */
export const photo = z.object({
  photoId: z.string(),
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  versionId: z.nullable(z.string()),
  uploadedAt: z.iso.datetime(),
  /**
   * The JPEG or PNG that Rekognition reads and the faces are cut from: the photo itself, or its working copy
   * when Rekognition does not take the photo as it is. Size in pixels, upright.
   */
  image: z.object({
    bucket: z.string(),
    key: z.string(),
    etag: z.string(),
    width: z.int(),
    height: z.int(),
  }),
  /** The object with the faces' cutouts; null when none was made. */
  cutouts: z.nullable(z.object({ bucket: z.string(), key: z.string() })),
});
export type PhotoImage = z.infer<typeof photo>['image'];
export type Photo = z.infer<typeof photo>;

/** How a face of a photo is told from the others. */
export const placeOfFace = {
  /** Counts from 1, in DetectFaces order. */
  idx: z.int().check(z.minimum(1)),
  boundingBox,
};

/** The picture of a face with the surroundings that any crop of it may show, made while the photo was decoded. */
export const cutout = z.object({
  /** The first and the last byte of its JPEG in the photo's cutouts. */
  bytes: z.tuple([z.int().check(z.minimum(0)), z.int().check(z.minimum(0))]),
  /** The part of the upright image that it shows, in pixels. */
  rectangle: z.object({
    left: z.int(),
    top: z.int(),
    width: z.int(),
    height: z.int(),
  }),
});
export type Cutout = z.infer<typeof cutout>;

/** Without a cutout when the face is too small to be searched. */
export const detectedFace = z.object({ ...placeOfFace, cutout: z.optional(cutout) });
export type DetectedFace = z.infer<typeof detectedFace>;

/** The most that an inline Map runs at once. */
export const mostFacesAtOnce = 40;

/** What keeps a photo's searches within Rekognition's quota. */
export const pace = z.object({
  /** From when on the quota is free for them; a Wait state cuts off what is less than a second. */
  turn: z.iso.datetime(),
  /** So many faces at once. */
  atOnce: z.int().check(z.minimum(1), z.maximum(mostFacesAtOnce)),
});
export type Pace = z.infer<typeof pace>;

/** DetectFaces' output: all that later states need. */
export const detectedFaces = z.object({
  photo,
  threshold: z.number(),
  collectionId: z.string(),
  faces: z.array(detectedFace),
  /** Rekognition returns the 100 largest faces and does not say when there were more. */
  facesTruncated: z.boolean(),
  pace,
});
export type DetectedFaces = z.infer<typeof detectedFaces>;

/** CropAndSearch's input: one item of the Map. */
export const faceToSearch = z.object({
  photo,
  threshold: z.number(),
  collectionId: z.string(),
  face: detectedFace,
});
export type FaceToSearch = z.infer<typeof faceToSearch>;

/** A crop in the thumbs bucket. */
export const storedCrop = z.object({ bucket: z.string(), key: z.string() });
export type StoredCrop = z.infer<typeof storedCrop>;

const searched = { crop: storedCrop, faceModelVersion: z.string() };

export const match = z.object({
  ...placeOfFace,
  outcome: z.literal('Match'),
  faceId: z.string(),
  personId: z.string(),
  similarity: z.number(),
  ...searched,
});
export const noMatch = z.object({
  ...placeOfFace,
  outcome: z.literal('NoMatch'),
  threshold: z.number(),
  ...searched,
});
/** Why a face was not searched: a neighbour would have been, there is none in its crop, or the crop is too small. */
export const unsearchableReason = z.enum(['NoFaceInCrop', 'WrongFaceInCrop', 'TooSmall']);
export type UnsearchableReason = z.infer<typeof unsearchableReason>;

export const unsearchable = z.object({
  ...placeOfFace,
  outcome: z.literal('Unsearchable'),
  reason: unsearchableReason,
  /** Absent when none was made. */
  crop: z.optional(storedCrop),
});

/** CropAndSearch's output. */
export const searchedFace = z.discriminatedUnion('outcome', [match, noMatch, unsearchable]);
export type SearchedFace = z.infer<typeof searchedFace>;

/** What IndexFacesHook is given for a NoMatch face. */
export const faceToIndex = z.object({
  ...placeOfFace,
  photoId: z.string(),
  photo,
  crop: storedCrop,
  collectionId: z.string(),
  threshold: z.number(),
  executionArn: z.string(),
});
export type FaceToIndex = z.infer<typeof faceToIndex>;

/** What a stage in IndexFacesHook returns; personId may be an earlier face of the same person. */
export const indexedFace = z.object({ faceId: z.string(), personId: z.string() });
export type IndexedFace = z.infer<typeof indexedFace>;

/** Or it returns why it does not want the face, in at most twenty words. */
export const notIndexedFace = z.object({ notIndexed: z.string() });
export type NotIndexedFace = z.infer<typeof notIndexedFace>;

/** A caught error as Step Functions hands it on: Cause is Lambda's JSON, or absent for a timeout and for a stage's error. */
export const caughtError = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type CaughtError = z.infer<typeof caughtError>;

/** The output of FaceFailed, IndexFacesFailed and AnswerInvalid: the face as far as it had come, and what it met. */
export const failedFace = z.object({
  outcome: z.literal('Failed'),
  face: z.union([noMatch, detectedFace]),
  failure: caughtError,
});
export type FailedFace = z.infer<typeof failedFace>;

/** One result of the Map. */
export const faceResult = z.discriminatedUnion('outcome', [
  match,
  z.extend(noMatch, { indexed: z.optional(indexedFace), notIndexed: z.optional(z.string()) }),
  unsearchable,
  failedFace,
]);
export type FaceResult = z.infer<typeof faceResult>;

/** Where a record comes from: the execution's ARN and its start time, from the context object. */
export const execution = z.object({
  arn: z.string(),
  // Normalized, because the conditional write compares start times as text.
  startedAt: z.pipe(
    z.iso.datetime(),
    z.transform((time) => new Date(time).toISOString()),
  ),
});
export type Execution = z.infer<typeof execution>;

/** RecordMatches' input. */
export const photoToRecord = z.extend(z.omit(detectedFaces, { pace: true }), {
  faces: z.array(faceResult),
  execution,
});
export type PhotoToRecord = z.infer<typeof photoToRecord>;

/** RecordFailedPhoto's input; the same function answers it. */
export const failedPhotoToRecord = z.object({ input: executionInput, failure: caughtError, execution });
export type FailedPhotoToRecord = z.infer<typeof failedPhotoToRecord>;

export const photoStatus = z.enum(['MATCHED', 'NO_FACES', 'PARTIAL', 'FAILED']);
export type PhotoStatus = z.infer<typeof photoStatus>;

const count = z.int().check(z.minimum(0));

/** How many faces of a photo had which outcome. */
export const outcomeCounts = z.object({
  faceCount: count,
  matchedCount: count,
  unmatchedCount: count,
  indexedCount: count,
  unsearchableCount: count,
  failedCount: count,
});
export type OutcomeCounts = z.infer<typeof outcomeCounts>;

/** The output of RecordMatches and RecordFailedPhoto, and so of the execution. */
export const recordedPhoto = z.object({
  photoId: z.string(),
  key: z.string(),
  status: photoStatus,
  ...outcomeCounts.shape,
  /** A later execution had already recorded this photo; nothing was written. */
  superseded: z.boolean(),
  /** Says what failed and how to start again; absent when nothing failed. */
  cause: z.optional(z.string()),
});
export type RecordedPhoto = z.infer<typeof recordedPhoto>;

/** A zod error message that says what was expected and what came. */
export function expected(what: string) {
  return (issue: { code?: string; input?: unknown; keys?: string[] }) =>
    issue.code === 'unrecognized_keys'
      ? `Expected ${what}, got the field ${issue.keys?.map((key) => `"${key}"`).join(', ')}`
      : `Expected ${what}, got ${issue.input === undefined ? 'nothing' : JSON.stringify(issue.input).slice(0, 100)}`;
}
