import * as z from 'zod';
import type { PhotoRecord } from '../../lambdas/record-matches/photo-record.ts';
import { boundingBox, photoStatus } from '../../statemachine/payloads.ts';

const face = { idx: z.int().min(1), boundingBox, thumbKey: z.string().optional() };
const person = { faceId: z.string(), personId: z.string() };
const percentage = z.number().min(0).max(100);
const count = z.int().min(0);

/** An item of the Photos table as this project writes it; other phases may have put more on it. */
export const photoRecord = z.object({
  photoId: z.string().regex(/^[0-9a-f]{20}$/),
  s3Bucket: z.string(),
  s3Key: z.string(),
  uploadedAt: z.iso.datetime(),
  status: photoStatus,
  faceCount: count,
  matchedCount: count,
  unmatchedCount: count,
  indexedCount: count,
  unsearchableCount: count,
  failedCount: count,
  facesTruncated: z.boolean(),
  faces: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ ...face, ...person, outcome: z.literal('Match'), similarity: percentage }),
      z.object({ ...face, outcome: z.literal('NoMatch'), threshold: percentage }),
      z.object({ ...face, ...person, outcome: z.literal('Indexed') }),
      z.object({
        ...face,
        outcome: z.literal('Unsearchable'),
        reason: z.enum(['NoFaceInCrop', 'WrongFaceInCrop', 'TooSmall']),
      }),
      z.object({
        ...face,
        outcome: z.literal('Failed'),
        stage: z.enum(['CropAndSearch', 'IndexFaces']),
        error: z.string(),
        cause: z.string(),
      }),
    ]),
  ),
  error: z.object({ error: z.string(), cause: z.string() }).optional(),
  executionArn: z.string(),
  startedAt: z.iso.datetime(),
  matchedAt: z.iso.datetime(),
  collectionId: z.string().optional(),
  threshold: percentage.optional(),
  faceModelVersion: z.string().optional(),
  photoEtag: z.string().optional(),
  photoVersionId: z.string().optional(),
}) satisfies z.ZodType<PhotoRecord>;
