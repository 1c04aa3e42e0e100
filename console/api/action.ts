import * as z from 'zod';
import { executionNameForm } from './execution-name.ts';

const key = z.string().min(1).max(1024);
const threshold = z.number().min(0).max(100);

/** By their names. */
const executions = z.array(z.string().min(1).max(80)).min(1).max(1000);

/** Bytes of the largest photo that the workflow takes. */
export const largestPhoto = 150 * 1024 * 1024;

/** The photo's bytes are the body. */
export const uploadQuery = z.object({
  /** The key below the raw prefix, such as `party.jpg` or `2024/party.jpg`. */
  name: z.string().min(1).max(900),
  /** Refused with PhotoExists (409) otherwise, when there is one of that key. */
  replace: z.enum(['true', 'false']).default('false'),
});

export const uploaded = z.object({
  key: z.string(),
  bytes: z.number().int(),
  /** By the clock of S3: the execution starts then or later. */
  uploadedAt: z.iso.datetime(),
  /** Present when the upload starts none by itself, and the server started it. */
  execution: z.string().optional(),
});
export type Uploaded = z.infer<typeof uploaded>;

/** Runs one photo, for the first time or again. */
export const start = z.strictObject({ key, threshold: threshold.optional() });
/** Runs whatever input is given, as the AWS console does; what is no input of the workflow is refused before. */
export const startNamed = z.strictObject({
  /** JSON. */
  input: z.string().max(262_144),
  /** One is made for the photo unless given. */
  name: executionNameForm.optional(),
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
  total: z.number().int(),
  /** Of them, ended. */
  done: z.number().int(),
  endings: z.partialRecord(redriveEnding, z.number().int()),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  startedAt: z.iso.datetime(),
  /** Why it failed. */
  error: z.string().optional(),
});
export type RedriveProgress = z.infer<typeof redriveProgress>;

/** What is to be done; nothing is, by asking for its estimate. */
export const plannedAction = z.discriminatedUnion('action', [
  /** A new photo of which nobody knows how many faces it has. */
  z.strictObject({ action: z.literal('upload'), photos: z.number().int().min(1).max(100_000) }),
  /** One photo, for the first time or again. */
  z.strictObject({ action: z.literal('start'), key }),
  z.strictObject({ action: z.literal('redrive'), executions }),
  z.strictObject({ action: z.literal('enroll'), faces: z.number().int().min(1).max(100) }),
  /** The newest unknown faces by their likeness. */
  z.strictObject({ action: z.literal('group'), faces: z.number().int().min(1).max(100) }),
]);
export type PlannedAction = z.infer<typeof plannedAction>;

export const estimate = z.object({
  photos: z.number().int(),
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
export const stop = z.strictObject({ cause: z.string().max(1024).optional() });

export const redriven = z.object({ redrivenAt: z.iso.datetime(), message: z.string() });
export const stopped = z.object({ stoppedAt: z.iso.datetime(), message: z.string() });
