import * as z from 'zod/mini';
import { readableError } from './execution.ts';

/**
 * Why somebody has to look: its record is PARTIAL or FAILED; its execution ended without one; or it was uploaded, and
 * nothing has run it since.
 */
export const reasonToLook = z.enum(['partial', 'failed', 'not recorded', 'not started']);
export type ReasonToLook = z.infer<typeof reasonToLook>;

export const neededLook = z.object({
  reason: reasonToLook,
  /** Absent when the execution's input names no photo. */
  photo: z.optional(z.object({ key: z.string(), thumbnailUrl: z.string() })),
  /** Absent when there was none. */
  execution: z.optional(z.string()),
  /** When it ended, or was uploaded. */
  since: z.iso.datetime(),
  error: z.optional(readableError),
  /** Of a PARTIAL photo. */
  failedFaces: z.optional(z.int()),
  /** What helps; `none` when its input has to be put right first. */
  remedy: z.enum(['reprocess', 'redrive', 'none']),
  /** A sentence. */
  explanation: z.string(),
});
export type NeededLook = z.infer<typeof neededLook>;

export const needsLook = z.object({
  /** Newest first. */
  looks: z.array(neededLook),
  /** What was not looked at, in sentences: there may be more. */
  unseen: z.array(z.string()),
  readAt: z.iso.datetime(),
});
export type NeedsLook = z.infer<typeof needsLook>;
