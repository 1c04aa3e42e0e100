import * as z from 'zod/mini';
import { outcomeCounts, photoStatus } from '../../statemachine/payloads.ts';
import { face } from './face.ts';
import { faceId } from './person.ts';

export const executionStatus = z.enum([
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
]);
export type ExecutionStatus = z.infer<typeof executionStatus>;

/** ISO 8601, in UTC. */
const time = z.iso.datetime();

/** An error and its cause, for people: Lambda's JSON is unwrapped. */
export const readableError = z.object({ error: z.string(), cause: z.string() });

/** What the list tells of an execution. */
export const executionRow = z.object({
  name: z.string(),
  status: executionStatus,
  startedAt: time,
  /** Absent while it runs. */
  stoppedAt: z.optional(time),
  /** Until when it waits for its turn; absent when it does something else. */
  waitsUntil: z.optional(time),
  /** Absent when its input names no photo. */
  photo: z.optional(z.object({ key: z.string(), thumbnailUrl: z.string() })),
  /** In its input; absent when it runs with the one that is deployed. */
  givenThreshold: z.optional(z.number()),
  /** Absent while it runs, and when it recorded nothing. */
  counts: z.optional(outcomeCounts),
  /** What its photo ended as. */
  photoStatus: z.optional(photoStatus),
  /** A later execution recorded the photo before this one did. */
  superseded: z.optional(z.boolean()),
  error: z.optional(readableError),
});
export type ExecutionRow = z.infer<typeof executionRow>;

/** Newest first is the only order of Step Functions; every other is one of records. */
export const sortOrder = z.enum(['newest', 'oldest', 'photo', 'faces', 'unknown', 'failed']);
export type SortOrder = z.infer<typeof sortOrder>;

/**
 * With `record`, `unknown`, `person` or another order than newest first the list has the execution of each record as it
 * stands, and so one for each photo.
 */
export const listQuery = z.object({
  status: z.optional(executionStatus),
  /** Part of the photo's key or of the execution's name, in any case. */
  search: z.optional(z.string().check(z.maxLength(1024))),
  /** Only executions of the photo with this very key. */
  photo: z.optional(z.string().check(z.maxLength(1024))),
  /** What the photo's record says. */
  record: z.optional(photoStatus),
  /** Its record has a face that nobody is like. */
  unknown: z.optional(z.literal('true')),
  /** Its record names this person, by one of their faces. */
  person: z.optional(faceId),
  sort: z._default(sortOrder, 'newest'),
  /** Started at this time or later. */
  from: z.optional(time),
  /** Started before this time. */
  to: z.optional(time),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 25),
  /** Of the page before. */
  cursor: z.optional(z.string().check(z.maxLength(4096))),
});
export type ListQuery = z.input<typeof listQuery>;

/** Newest first. */
export const executionPage = z.object({
  executions: z.array(executionRow),
  /** Absent on the last page. A page can be short, or empty, and have one: then searching goes on with it. */
  cursor: z.optional(z.string()),
  /** All that match, where records are listed. */
  total: z.optional(z.int()),
  /** With `search` or `photo`: how many executions were looked at for this page, and how far back. */
  searched: z.optional(z.object({ executions: z.int(), until: z.optional(time) })),
});
export type ExecutionPage = z.infer<typeof executionPage>;

/** One call of a state's function; a retry is another. */
export const call = z.object({
  startedAt: time,
  /** Absent while it runs. */
  endedAt: z.optional(time),
  error: z.optional(readableError),
});

export const visitStatus = z.enum(['running', 'waiting', 'succeeded', 'caught', 'failed', 'aborted']);
export type VisitStatus = z.infer<typeof visitStatus>;

/** One passage of the execution through a state. */
export const visit = z.object({
  /** Of the event that began it: asks for the data of the visit. */
  id: z.int(),
  state: z.string(),
  /**
   * `waiting`: its last call failed, and it is tried again. `caught`: its call failed for good, and the execution went
   * on by a Catch.
   */
  status: visitStatus,
  startedAt: time,
  /** The last that is known of it, while it runs; since when, while it waits. */
  endedAt: time,
  /** None for a state that calls no function. */
  calls: z.array(call),
  /** What a state met that calls no function, as a Fail state does. */
  error: z.optional(readableError),
});
export type Visit = z.infer<typeof visit>;

/** An iteration of the Map: one face. */
export const iteration = z.object({
  index: z.int(),
  status: visitStatus,
  visits: z.array(visit),
});
export type Iteration = z.infer<typeof iteration>;

export const mapVisit = z.extend(visit, {
  /** Of a Map state. Those that have not begun are missing; `iterationCount` tells how many there will be. */
  iterations: z.optional(z.array(iteration)),
  iterationCount: z.optional(z.int()),
});
export type MapVisit = z.infer<typeof mapVisit>;

/** What helps an execution that did not succeed. */
export const remedy = z.object({
  verdict: z.enum(['redrive', 'start again', 'wrong input', 'recorded since', 'not redrivable']),
  /** A sentence. */
  explanation: z.string(),
});
export type Remedy = z.infer<typeof remedy>;

export const executionPhoto = z.object({
  key: z.string(),
  /** Upright; absent until DetectFaces has ended. */
  size: z.optional(z.object({ width: z.int(), height: z.int() })),
  uploadedAt: z.optional(time),
  /**
   * Pinned to the bytes in which the faces were detected: answered with PhotoChanged when the photo was
   * replaced since and the bucket keeps no older versions.
   */
  imageUrl: z.string(),
  thumbnailUrl: z.string(),
  /** The photo with its faces, to download. */
  annotatedUrl: z.string(),
  /** Rekognition returned its most, 100 faces: there may be more. */
  facesTruncated: z.optional(z.boolean()),
});

export const executionDetail = z.extend(z.omit(executionRow, { photo: true }), {
  executionArn: z.string(),
  /** The run of many photos that started it. */
  run: z.optional(z.string()),
  photo: z.optional(executionPhoto),
  /** JSON, as Step Functions has it; like the output. */
  input: z.string(),
  output: z.optional(z.string()),
  /** Of DetectFaces' output. */
  threshold: z.optional(z.number()),
  collectionId: z.optional(z.string()),
  /** In the order they began. */
  visits: z.array(mapVisit),
  /** By idx. While it runs, those that DetectFaces has found. */
  faces: z.array(face),
  redrives: z.array(time),
  /** As they are billed: each entry into a state, and each retry. */
  transitions: z.int(),
  /** Of its history so far. */
  eventCount: z.int(),
  /** Absent while it runs and when it succeeded. */
  remedy: z.optional(remedy),
  /** The same execution in the AWS console. */
  consoleUrl: z.optional(z.string()),
});
export type ExecutionDetail = z.infer<typeof executionDetail>;

/** JSON texts. */
export const visitData = z.object({ input: z.optional(z.string()), output: z.optional(z.string()) });

/** An event of the history, without its details, which are asked for one by one. */
export const historyEvent = z.object({
  id: z.int(),
  type: z.string(),
  /** Absent for what belongs to no state. */
  state: z.optional(z.string()),
  /** Of a state of the Map: the idx of the face. */
  face: z.optional(z.int()),
  at: time,
  /** The name of the error that it tells of. */
  error: z.optional(z.string()),
});
export type HistoryEvent = z.infer<typeof historyEvent>;

/** JSON of an event as Step Functions tells it; JSON inside it is unfolded. */
export const eventDetails = z.object({ event: z.string() });

/** A line that a function wrote. */
export const logLine = z.object({ at: z.optional(time), level: z.optional(z.string()), text: z.string() });

/** What the functions wrote about an execution, by the function's name; only the local cloud's are told. */
export const executionLogs = z.object({
  functions: z.record(z.string(), z.array(logLine)),
  /** Lines that are left out, of the beginning. */
  leftOut: z.int(),
});

/** The parts of Amazon States Language that a drawing needs; everything else is passed on, too. */
export interface DrawnState {
  Type: string;
  Comment?: string;
  /** Of a Task. */
  Resource?: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  ItemProcessor?: { StartAt: string; States: Record<string, DrawnState> };
}
export const drawnState: z.ZodMiniType<DrawnState> = z.lazy(() =>
  z.looseObject({
    Type: z.string(),
    Comment: z.optional(z.string()),
    Resource: z.optional(z.string()),
    Next: z.optional(z.string()),
    End: z.optional(z.boolean()),
    Default: z.optional(z.string()),
    Choices: z.optional(z.array(z.looseObject({ Next: z.string() }))),
    Catch: z.optional(z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() }))),
    ItemProcessor: z.optional(
      z.looseObject({ StartAt: z.string(), States: z.record(z.string(), drawnState) }),
    ),
  }),
);

const drawn = z.looseObject({
  Comment: z.optional(z.string()),
  StartAt: z.string(),
  States: z.record(z.string(), drawnState),
});
export type DrawnDefinition = z.infer<typeof drawn>;

/** The definition that an execution started with, as it was written: what is checked keeps its order. */
export const definition = z.pipe(
  z.unknown(),
  z.transform((given, context): DrawnDefinition => {
    const { error } = drawn.safeParse(given);
    const issues = error?.issues ?? [];
    context.issues.push(
      ...issues.map(({ path, message }) => ({
        code: 'custom' as const,
        input: given,
        path: [...path],
        message,
      })),
    );
    return given as DrawnDefinition;
  }),
);
