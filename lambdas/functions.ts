import type { FunctionName, ReprocessFunctionName } from '../statemachine/definition.ts';
import type { Variable } from './shared/environment.ts';

/** What a Lambda needs to run: the same numbers on AWS and on one machine. */
export interface FunctionSettings {
  /** The folder under `lambdas/` whose `handler.ts` exports `handler`. */
  readonly folder: string;
  /** Seconds until the invocation ends as `Sandbox.Timedout`; below its state's TimeoutSeconds. */
  readonly timeoutSeconds: number;
  /** 1,769 MB is one vCPU; CPU grows with memory. */
  readonly memoryMB: number;
  /** The environment variables it reads, and no others. */
  readonly variables: readonly Variable[];
}

export const functions = {
  // A HEIC of 113 megapixels in 432 tiles takes 2,280 MB while its working copy is made, and 26 to 31 seconds of CPU
  // with its cutouts. Its decoder runs on one processor only, which may be half as fast there.
  DetectFaces: {
    folder: 'detect-faces',
    timeoutSeconds: 120,
    memoryMB: 3008,
    variables: [
      'REKOGNITION_COLLECTION_ID',
      'FACE_MATCH_THRESHOLD',
      'RAW_BUCKET',
      'RAW_PREFIX',
      'THUMBS_BUCKET',
      'THUMBS_PREFIX',
      'BUCKET_OWNER',
      'SEARCHES_PER_SECOND',
      'PACE_TABLE',
    ],
  },
  // One vCPU, which npm run bench:lambda has, too. It waits most of its time: less memory would save a cent for 1,000
  // photos, and make every search and every cold start slower.
  CropAndSearch: {
    folder: 'crop-and-search',
    timeoutSeconds: 60,
    memoryMB: 1769,
    variables: ['THUMBS_BUCKET', 'THUMBS_PREFIX', 'BUCKET_OWNER'],
  },
  // Writes one item and a line per face. RecordFailedPhoto, which writes the same item when nothing was searched, has
  // no function of its own.
  RecordMatches: {
    folder: 'record-matches',
    timeoutSeconds: 30,
    memoryMB: 512,
    variables: ['PHOTOS_TABLE', 'RAW_BUCKET'],
  },
} as const satisfies Record<FunctionName, FunctionSettings>;

/** The functions of ReprocessPhotos: they stream, so that 100,000 photos need no more memory than a hundred. */
export const reprocessFunctions = {
  // Lambda's longest: it lists and looks up about 3,000 photos a second.
  SelectPhotos: {
    folder: 'select-photos',
    timeoutSeconds: 900,
    memoryMB: 1024,
    variables: [
      'RAW_BUCKET',
      'RAW_PREFIX',
      'THUMBS_BUCKET',
      'THUMBS_PREFIX',
      'PHOTOS_TABLE',
      'BUCKET_OWNER',
      'SEARCHES_PER_SECOND',
    ],
  },
  Summarise: { folder: 'summarise', timeoutSeconds: 900, memoryMB: 1024, variables: ['BUCKET_OWNER'] },
} as const satisfies Record<ReprocessFunctionName, FunctionSettings>;

/**
 * Starts the executions of uploads: no state of the workflow, but what stands before it. Almost all of its time it
 * waits.
 */
export const startMatch = {
  folder: 'start-match',
  timeoutSeconds: 60,
  memoryMB: 256,
  variables: ['RAW_PREFIX', 'STATE_MACHINE_ARN', 'STARTS_PER_SECOND'],
} as const satisfies FunctionSettings;

/** How its function gets uploads out of the queue. Two batches at once are the fewest that Lambda bounds a queue by. */
export const uploadBatches = { size: 10, atOnce: 2 } as const;
