import * as z from 'zod/mini';
import { executionRow } from './execution.ts';
import { face } from './face.ts';

export const photoQuery = z.object({
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** Of the page of executions before. */
  cursor: z.optional(z.string().check(z.maxLength(4096))),
});

/** An execution of the photo, with what became of its faces in it. */
export const photoRun = z.extend(z.omit(executionRow, { photo: true }), {
  faces: z.array(face),
  /** What the following are of; absent when it ended before it had looked at the photo. */
  detected: z.optional(
    z.object({
      /** Of the bytes of the photo: others are another photo. */
      etag: z.string(),
      threshold: z.number(),
    }),
  ),
});
export type PhotoRun = z.infer<typeof photoRun>;

/** What was, and is, with one photo. */
export const photoHistory = z.object({
  key: z.string(),
  /** Of the bytes that the record is of, if there is one. */
  imageUrl: z.string(),
  /** The photo with the faces of the record, to download; absent when there are none. */
  annotatedUrl: z.optional(z.string()),
  record: z.optional(
    z.object({
      /** JSON, without what other programs keep on the item. */
      text: z.string(),
      status: z.string(),
      faces: z.array(face),
      execution: z.string(),
      recordedAt: z.iso.datetime(),
      threshold: z.optional(z.number()),
      collectionId: z.optional(z.string()),
      faceModelVersion: z.optional(z.string()),
      error: z.optional(z.object({ error: z.string(), cause: z.string() })),
    }),
  ),
  /** Newest first. */
  runs: z.array(photoRun),
  /** Absent on the last page. A page can be empty and have one: then searching goes on with it. */
  cursor: z.optional(z.string()),
});
export type PhotoHistory = z.infer<typeof photoHistory>;
