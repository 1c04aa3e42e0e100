import * as z from 'zod';
import { boundingBox } from '../../statemachine/payloads.ts';
import { faceRecord } from '../../statemachine/photo-record.ts';

/** A face of one execution as it is recorded, or that it has no outcome yet; `NotSearched` when its execution ended. */
export const face = z.intersection(
  z.union([
    faceRecord,
    z.object({ idx: z.number().int().min(1), boundingBox, outcome: z.enum(['Searching', 'NotSearched']) }),
  ]),
  /** Of the crop, on this server; absent when none was made. */
  z.object({ cropUrl: z.string().optional() }),
);
export type Face = z.infer<typeof face>;
export type Outcome = Face['outcome'];
