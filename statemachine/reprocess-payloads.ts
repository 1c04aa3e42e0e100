import * as z from 'zod/mini';
import { executionInput, expected, photoStatus } from './payloads.ts';

/** What travels through ReprocessPhotos; `samples/<name>.json` holds a valid example of each. */

const text = (what: string) =>
  z.string({ error: expected(what) }).check(z.minLength(1, { error: expected(what) }));

/** Midnight in UTC, or with a time. */
const dateError = { error: expected('a date like "2026-05-01"') };
const date = z.optional(
  z.union([z.iso.date(dateError), z.iso.datetime({ offset: true, ...dateError })], dateError),
);

const tolerated = { error: expected('a whole number of photos, 0 or more') };

/** How photos are chosen: one of these, but `failed` goes with a prefix. */
const choices = ['prefix', 'failed', 'keys', 'manifest'] as const;

/** The input of a run: the same from a person, from the commands and from the console. */
export const reprocessInput = z
  .strictObject(
    {
      /** All photos whose keys begin so. */
      prefix: z.optional(text('the beginning of keys, a string')),
      /** The photos whose record is PARTIAL or FAILED. */
      failed: z.optional(z.literal(true, { error: expected('true') })),
      keys: z.optional(
        z
          .array(text('the key of a photo'), { error: expected('a list of keys') })
          .check(z.minLength(1, { error: expected('at least one key') })),
      ),
      /** An object of JSON Lines: a key in each, or an object with `key`. */
      manifest: z.optional(
        z
          .string({ error: expected('an address like "s3://bucket/keys.jsonl"') })
          .check(
            z.regex(/^s3:\/\/[^/]+\/./, { error: expected('an address like "s3://bucket/keys.jsonl"') }),
          ),
      ),
      threshold: executionInput.shape.threshold,
      /** Only estimates. */
      dryRun: z.optional(z.boolean({ error: expected('true or false') })),
      /** Only photos that were last matched then or later; a photo that never was is left out. */
      since: date,
      /** Only photos that were last matched earlier. */
      before: date,
      /** Only photos whose faces were searched with another version of Rekognition's face model. */
      faceModelVersion: z.optional(text('the version of a face model, a string')),
      /** So many photos may end red before the run stops. */
      toleratedFailures: z.optional(z.int(tolerated).check(z.minimum(0, tolerated))),
      /** What AWS adds by itself is ignored. */
      Comment: z.optional(z.unknown()),
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: z.optional(z.unknown()),
    },
    { error: expected('an object like {"prefix": "photos-raw/2024/"} with no other field than documented') },
  )
  .check(
    z.refine((input) => whyNoChoice(input) === undefined, {
      error: ({ input }) => whyNoChoice(input as object) ?? '',
    }),
  );
export type ReprocessInput = z.infer<typeof reprocessInput>;

function whyNoChoice(input: object): string | undefined {
  const given = choices.filter((name) => (input as Partial<ReprocessInput>)[name] !== undefined);
  if (given.length === 1 || (given.length === 2 && given.includes('failed') && given.includes('prefix')))
    return undefined;
  return `Expected one of "prefix", "failed", "keys" and "manifest", got ${given.map((name) => `"${name}"`).join(' and ') || 'none'}`;
}

/** SelectPhotos' input. The run's own is checked by itself, so that an error names its field as the person wrote it. */
export const photosToSelect = z.object({
  execution: z.object({ arn: z.string(), name: z.string() }),
  input: z.unknown(),
});
export type PhotosToSelect = z.infer<typeof photosToSelect>;

const count = z.int().check(z.minimum(0));

/** What a photo's record says before a run; null for a photo without one. */
const recordedBefore = z.nullable(
  z.object({ status: photoStatus, matchedCount: count, unmatchedCount: count }),
);

/** A line of the selection: a child's input. */
export const photoToReprocess = z.object({
  /** The execution's, to which the state machine adds `-<redrives>`. */
  name: z.string(),
  /** The execution's whole input. */
  input: executionInput,
  before: recordedBefore,
});
export type PhotoToReprocess = z.infer<typeof photoToReprocess>;

/** A child's output, when its photo ended green. */
export const reprocessedPhoto = z.extend(photoToReprocess, {
  after: z.object({
    status: photoStatus,
    matchedCount: count,
    unmatchedCount: count,
    superseded: z.boolean(),
  }),
});

/** What a run takes, when nothing has to be tried again. */
export const runEstimate = z.object({
  photos: count,
  /** Expected: as many as the records say, and an assumed number in photos whose record says none. */
  faces: count,
  photosOfUnknownFaces: count,
  calls: z.object({ DetectFaces: count, SearchFacesByImage: count }),
  transitions: count,
  /** Of Rekognition and Step Functions, in us-east-1, for an account that has spent nothing else this month. */
  dollars: z.object({ calls: z.number(), transitions: z.number(), total: z.number() }),
  /** With the quota busy all the time. */
  minutes: z.number(),
  searchesPerSecond: z.number(),
});
export type RunEstimate = z.infer<typeof runEstimate>;

/** What is found beside photos, and left out. */
export const skippedObjects = z.object({
  folderPlaceholders: count,
  otherFiles: count,
  example: z.optional(z.string()),
});
export type SkippedObjects = z.infer<typeof skippedObjects>;

/** SelectPhotos' output, and that of a run which ends with it. */
export const selectedPhotos = z.extend(runEstimate, {
  dryRun: z.boolean(),
  skipped: skippedObjects,
  /** The selection, a line for each photo; absent when nothing is to run, as the next three. */
  manifest: z.optional(z.object({ bucket: z.string(), key: z.string() })),
  results: z.optional(z.object({ bucket: z.string(), prefix: z.string() })),
  openAtOnce: z.int().check(z.minimum(1)),
  toleratedFailures: count,
});
export type SelectedPhotos = z.infer<typeof selectedPhotos>;

/** Summarise's input. */
export const runToSummarise = z.object({
  photos: count,
  run: z.object({
    MapRunArn: z.string(),
    ResultWriterDetails: z.object({ Bucket: z.string(), Key: z.string() }),
  }),
});
export type RunToSummarise = z.infer<typeof runToSummarise>;

/** How a photo can end in a run: as its record says, recorded by a later execution, or without a record. */
export const runEnding = z.enum([...photoStatus.options, 'superseded', 'not recorded']);
export type RunEnding = z.infer<typeof runEnding>;

const beforeAndAfter = z.object({ before: count, after: count });

/** Summarise's output, and that of a run which went to its end. */
export const runSummary = z.object({
  photos: count,
  endings: z.partialRecord(runEnding, count),
  /** Faces of the photos that ended green. */
  matched: beforeAndAfter,
  unmatched: beforeAndAfter,
  /** The reason by name, how many photos, and some of their keys. */
  needALook: z.array(z.object({ reason: z.string(), photos: count, keys: z.array(z.string()) })),
  red: count,
  /** The red ones, as the `manifest` of the next run; absent when there are none. */
  manifest: z.optional(z.string()),
});
export type RunSummary = z.infer<typeof runSummary>;
