import * as z from 'zod';
import { boundingBox } from '../../statemachine/payloads.ts';

const place = {
  /** Counts from 1; iteration 0 of the Map is idx 1. */
  idx: z.number().int().min(1),
  /** Ratios of the upright photo; may reach past its edges. */
  boundingBox,
  /** Of the crop, on this server; absent when none was made. */
  cropUrl: z.string().optional(),
};

/** A face of one execution: what became of it, or that it is still being searched. */
export const face = z.discriminatedUnion('outcome', [
  z.object({ ...place, outcome: z.literal('Searching') }),
  /** The execution ended before the face had an outcome. */
  z.object({ ...place, outcome: z.literal('NotSearched') }),
  z.object({
    ...place,
    outcome: z.literal('Match'),
    faceId: z.string(),
    personId: z.string(),
    similarity: z.number(),
  }),
  z.object({ ...place, outcome: z.literal('NoMatch'), threshold: z.number(), cropKey: z.string() }),
  z.object({ ...place, outcome: z.literal('Indexed'), faceId: z.string(), personId: z.string() }),
  z.object({
    ...place,
    outcome: z.literal('Unsearchable'),
    reason: z.enum(['NoFaceInCrop', 'WrongFaceInCrop', 'TooSmall']),
  }),
  z.object({
    ...place,
    outcome: z.literal('Failed'),
    stage: z.enum(['CropAndSearch', 'IndexFaces']),
    error: z.string(),
    cause: z.string(),
  }),
]);
export type Face = z.infer<typeof face>;
export type Outcome = Face['outcome'];

/** Faces by their outcome. */
export const faceCounts = z.object({
  faces: z.number().int(),
  matched: z.number().int(),
  unmatched: z.number().int(),
  indexed: z.number().int(),
  unsearchable: z.number().int(),
  failed: z.number().int(),
});
export type FaceCounts = z.infer<typeof faceCounts>;
