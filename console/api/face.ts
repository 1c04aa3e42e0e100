import * as z from 'zod/mini';
import { boundingBox } from '../../statemachine/payloads.ts';
import { faceRecord } from '../../statemachine/photo-record.ts';

/**
 * A face without an outcome yet: it is searched, or waits for its retry, or was searched and is with the stage in the
 * hook. `NoOutcome` when its execution ended before it had one.
 */
const openFace = z.object({
  idx: z.int().check(z.minimum(1)),
  boundingBox,
  outcome: z.enum(['Searching', 'Waiting', 'InHook', 'NoOutcome']),
  /** Since when it waits, or is in the hook. */
  since: z.optional(z.iso.datetime()),
  /** What it waits for, also in the hook: 2 is the first retry. */
  attempt: z.optional(z.int()),
});

export type OpenFace = z.infer<typeof openFace>;

/** A face of one execution as it is recorded, or how far it has come. */
export const face = z.intersection(
  z.union([faceRecord, openFace]),
  z.object({
    /** Of the crop, on this server; absent when none was made. */
    cropUrl: z.optional(z.string()),
    /** Of the person whom it is; absent without one. */
    name: z.optional(z.string()),
    /** It was found to be one of these, and somebody has said that it is not. */
    notFaceIds: z.optional(z.array(z.string())),
    /** Nobody whose name is wanted. */
    putAway: z.optional(z.boolean()),
  }),
);
export type Face = z.infer<typeof face>;
export type Outcome = Face['outcome'];
