import * as z from 'zod';
import { boundingBox } from '../../statemachine/payloads.ts';
import { faceRecord } from '../../statemachine/photo-record.ts';

/** A face of one execution as it is recorded, or that it has no outcome yet; `NotSearched` when its execution ended. */
export const face = z.intersection(
  z.union([
    faceRecord,
    z.object({ idx: z.number().int().min(1), boundingBox, outcome: z.enum(['Searching', 'NotSearched']) }),
  ]),
  z.object({
    /** Of the crop, on this server; absent when none was made. */
    cropUrl: z.string().optional(),
    /** Of the person whom it is; absent without one. */
    name: z.string().optional(),
  }),
);
export type Face = z.infer<typeof face>;
export type Outcome = Face['outcome'];
