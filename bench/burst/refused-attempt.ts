import { type FunctionSettings, functions } from '../../lambdas/functions.ts';
import { prices } from '../../statemachine/prices.ts';

/** What an invocation has done when Rekognition refuses its call; a test counts the reads. */
export interface RefusedAttempt {
  readonly memoryMB: FunctionSettings['memoryMB'];
  /** Of S3: what had to be read to make the call. Nothing is written before there is an answer. */
  readonly reads: number;
}

export const refusedAttempts = {
  /** The beginning of the photo, the rest of it, and one byte afterwards: Rekognition may have read another one. */
  DetectFaces: { memoryMB: functions.DetectFaces.memoryMB, reads: 3 },
  /** The face's cutout. */
  CropAndSearch: { memoryMB: functions.CropAndSearch.memoryMB, reads: 1 },
} as const satisfies Record<string, RefusedAttempt>;

/** Dollars for an attempt that was refused after so many seconds; Rekognition asks nothing for it. */
export const dollarsFor = ({ memoryMB, reads }: RefusedAttempt, seconds: number): number =>
  prices.lambdaRequest + seconds * (memoryMB / 1024) * prices.lambdaGBSecond + reads * prices.s3Read;
