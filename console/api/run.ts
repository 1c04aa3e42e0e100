import * as z from 'zod';
import { reprocessInput, runSummary, selectedPhotos } from '../../statemachine/reprocess-payloads.ts';
import { executionStatus, readableError } from './execution.ts';

/** Many photos that are to be run again, by one execution of ReprocessPhotos: the input that it takes. */
export const runToStart = z.strictObject({ input: reprocessInput });
export type RunInput = z.infer<typeof reprocessInput>;

/** What was done to a run. */
export const runChanged = z.object({ run: z.string(), message: z.string() });

export const runStarted = z.object({
  ...runChanged.shape,
  startedAt: z.iso.datetime(),
  /** What is in the names of its photos' executions, and in no others. */
  namesOfPhotos: z.string(),
});
export type RunStarted = z.infer<typeof runStarted>;

/** What a run of this input would find, take and cost; nothing is started. */
export const runEstimate = z.object({
  ...selectedPhotos.shape,
  /** The local cloud costs nothing. */
  free: z.boolean(),
});
export type RunEstimate = z.infer<typeof runEstimate>;

const { prefix, failed, manifest, threshold, since, before, faceModelVersion, toleratedFailures } =
  reprocessInput.shape;

/** What a run is about: its input, with the number of its keys and the first of them. */
const aboutRun = z.object({
  ...{ prefix, failed, manifest, threshold, since, before, faceModelVersion, toleratedFailures },
  keys: z.object({ count: z.number().int(), first: z.array(z.string()) }).optional(),
});
export type AboutRun = z.infer<typeof aboutRun>;

export const runRow = z.object({
  name: z.string(),
  status: executionStatus,
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().optional(),
  /** Absent when its input was refused. */
  about: aboutRun.optional(),
  /** Photos. */
  progress: z
    .object({
      photos: z.number().int(),
      green: z.number().int(),
      red: z.number().int(),
      open: z.number().int(),
    })
    .optional(),
  /** Of a dry run, and of one that selected no photos. */
  estimate: runEstimate.optional(),
});
export type RunRow = z.infer<typeof runRow>;

export const runsQuery = z.object({
  cursor: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const runPage = z.object({
  /** The newest first. */
  runs: z.array(runRow),
  cursor: z.string().optional(),
});

export const runDetail = runRow.extend({
  executionArn: z.string(),
  /** How fast it goes; absent until a photo has ended. */
  rate: z.object({ photosPerSecond: z.number(), secondsLeft: z.number() }).optional(),
  /** What is in the names of its photos' executions, and in no others. */
  namesOfPhotos: z.string(),
  /** Of one that went to its end. */
  summary: z.optional(runSummary),
  failure: readableError.optional(),
  /** Some of the photos that ended red, with what they met; those of a summary are there. */
  red: z.array(z.object({ key: z.string(), reason: z.string(), cause: z.string() })),
  canBeRedriven: z.boolean(),
  /** In the AWS console. */
  consoleUrl: z.string().optional(),
});
export type RunDetail = z.infer<typeof runDetail>;
