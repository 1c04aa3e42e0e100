import * as z from 'zod/mini';
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
  keys: z.optional(z.object({ count: z.int(), first: z.array(z.string()) })),
});
export type AboutRun = z.infer<typeof aboutRun>;

export const runRow = z.object({
  name: z.string(),
  status: executionStatus,
  startedAt: z.iso.datetime(),
  stoppedAt: z.optional(z.iso.datetime()),
  /** Absent when its input was refused. */
  about: z.optional(aboutRun),
  /** Photos. */
  progress: z.optional(
    z.object({
      photos: z.int(),
      green: z.int(),
      red: z.int(),
      open: z.int(),
    }),
  ),
  /** Of a dry run, and of one that selected no photos. */
  estimate: z.optional(runEstimate),
});
export type RunRow = z.infer<typeof runRow>;

export const runsQuery = z.object({
  cursor: z.optional(z.string().check(z.maxLength(4096))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)), 20),
});

export const runPage = z.object({
  /** The newest first. */
  runs: z.array(runRow),
  cursor: z.optional(z.string()),
});

export const runDetail = z.extend(runRow, {
  executionArn: z.string(),
  /** How fast it goes; absent until a photo has ended. */
  rate: z.optional(z.object({ photosPerSecond: z.number(), secondsLeft: z.number() })),
  /** What is in the names of its photos' executions, and in no others. */
  namesOfPhotos: z.string(),
  /** Of one that went to its end. */
  summary: z.optional(runSummary),
  failure: z.optional(readableError),
  /** Some of the photos that ended red, with what they met; those of a summary are there. */
  red: z.array(z.object({ key: z.string(), reason: z.string(), cause: z.string() })),
  canBeRedriven: z.boolean(),
  /** In the AWS console. */
  consoleUrl: z.optional(z.string()),
});
export type RunDetail = z.infer<typeof runDetail>;
