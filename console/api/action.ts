import * as z from 'zod/mini';
import { executionNameForm } from './execution-name.ts';

const key = z.string().check(z.minLength(1), z.maxLength(1024));
const threshold = z.number().check(z.minimum(0), z.maximum(100));

/** By their names. */
const executions = z
  .array(z.string().check(z.minLength(1), z.maxLength(80)))
  .check(z.minLength(1), z.maxLength(1000));

/** Bytes of the largest photo that the workflow takes. */
export const largestPhoto = 150 * 1024 * 1024;

/** The photo's bytes are the body. */
export const uploadQuery = z.object({
  /** The key below the raw prefix, such as `party.jpg` or `2024/party.jpg`. */
  name: z.string().check(z.minLength(1), z.maxLength(900)),
  /** Refused with PhotoExists (409) otherwise, when there is one of that key. */
  replace: z._default(z.enum(['true', 'false']), 'false'),
});

export const uploaded = z.object({
  key: z.string(),
  bytes: z.int(),
  /** By the clock of S3: the execution starts then or later. */
  uploadedAt: z.iso.datetime(),
  /** Present when the upload starts none by itself, and the server started it. */
  execution: z.optional(z.string()),
});
export type Uploaded = z.infer<typeof uploaded>;

/** Runs one photo, for the first time or again. */
export const start = z.strictObject({ key, threshold: z.optional(threshold) });
/** Runs whatever input is given, as the AWS console does; what is no input of the workflow is refused before. */
export const startNamed = z.strictObject({
  /** JSON. */
  input: z.string().check(z.maxLength(262_144)),
  /** One is made for the photo unless given. */
  name: z.optional(executionNameForm),
});
export const started = z.object({ execution: z.string(), message: z.string() });

/** Redrives executions, no more at once than Rekognition's quota bears. */
export const redriveMany = z.strictObject({ executions });

/** What an execution that was redriven ended as, or the verdict that kept it from it. */
const redriveEnding = z.enum([
  'redriven',
  'failed again',
  'start again',
  'wrong input',
  'recorded since',
  'not redrivable',
]);

export const redriveProgress = z.object({
  id: z.string(),
  /** Executions. */
  total: z.int(),
  /** Of them, ended. */
  done: z.int(),
  endings: z.partialRecord(redriveEnding, z.int()),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  startedAt: z.iso.datetime(),
  /** Why it failed. */
  error: z.optional(z.string()),
});
export type RedriveProgress = z.infer<typeof redriveProgress>;

/** What is to be done; nothing is, by asking for its estimate. */
export const plannedAction = z.discriminatedUnion('action', [
  /** A new photo of which nobody knows how many faces it has. */
  z.strictObject({ action: z.literal('upload'), photos: z.int().check(z.minimum(1), z.maximum(100_000)) }),
  /** One photo, for the first time or again. */
  z.strictObject({ action: z.literal('start'), key }),
  z.strictObject({ action: z.literal('redrive'), executions }),
  z.strictObject({ action: z.literal('enroll'), faces: z.int().check(z.minimum(1), z.maximum(100)) }),
  /** The newest unknown faces by their likeness. */
  z.strictObject({ action: z.literal('group'), faces: z.int().check(z.minimum(1), z.maximum(100)) }),
]);
export type PlannedAction = z.infer<typeof plannedAction>;

export const estimate = z.object({
  photos: z.int(),
  faces: z.number(),
  /** The number of faces is partly assumed. */
  assumed: z.boolean(),
  detectFacesCalls: z.number(),
  searchCalls: z.number(),
  indexCalls: z.number(),
  transitions: z.number(),
  /** On AWS, without its free tier. The local cloud costs nothing: `free`. */
  dollars: z.number(),
  free: z.boolean(),
  /** At least, with Rekognition's default quota. */
  seconds: z.number(),
  /** One sentence with the above, such as `1 photo, 3 faces: 4 calls of Rekognition, about $0.004 on AWS`. */
  summary: z.string(),
});
export type Estimate = z.infer<typeof estimate>;

/** Why, for whoever looks at it later. */
export const stop = z.strictObject({ cause: z.optional(z.string().check(z.maxLength(1024))) });

export const redriven = z.object({ redrivenAt: z.iso.datetime(), message: z.string() });
export const stopped = z.object({ stoppedAt: z.iso.datetime(), message: z.string() });
