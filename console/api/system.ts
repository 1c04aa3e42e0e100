import * as z from 'zod/mini';
import { outcomeCounts, photoStatus } from '../../statemachine/payloads.ts';

export const system = z.object({
  cloud: z.enum(['local', 'aws']),
  region: z.string(),
  account: z.string(),
  rawBucket: z.string(),
  rawPrefix: z.string(),
  thumbsBucket: z.string(),
  photosTable: z.string(),
  stateMachineArn: z.string(),
  /** In the AWS console. */
  consoleUrl: z.optional(z.string()),
  collection: z.object({
    id: z.string(),
    /** Absent with `error`. */
    faceCount: z.optional(z.int()),
    faceModelVersion: z.optional(z.string()),
    /** Why it cannot be described, and what to do. */
    error: z.optional(z.string()),
  }),
  /** Similarity in percent from which a face is known; absent where the functions may not be described. */
  threshold: z.optional(z.number()),
  /** Whether an upload starts its execution. */
  startsOnUpload: z.boolean(),
  /** Whether a stage in IndexFacesHook indexes unknown faces by itself. */
  indexesFaces: z.boolean(),
  /** For a terminal, with an example of a photo. */
  commands: z.object({ enroll: z.string(), forgetPhoto: z.string() }),
  /** Milliseconds between two looks at what may change: AWS's quotas are everybody's. */
  pollEvery: z.object({ list: z.number(), execution: z.number(), counts: z.number() }),
});
export type System = z.infer<typeof system>;

/** By the Photos table. */
export const counts = z.object({
  photos: z.int(),
  byStatus: z.record(photoStatus, z.int()),
  faces: outcomeCounts,
  /** Photos that have a face nobody is like. */
  withUnknown: z.int(),
  readAt: z.iso.datetime(),
});
export type Counts = z.infer<typeof counts>;
