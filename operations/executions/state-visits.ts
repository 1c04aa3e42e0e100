import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { type EventError, errorOf } from './event-error.ts';

/** One call of a state's function. */
export interface Call {
  readonly startedAt: Date;
  /** Absent while it runs. */
  endedAt?: Date;
  /** What it met; absent when it succeeded. */
  error?: EventError;
}

/** One passage of an execution through a state. */
export interface StateVisit {
  /** Of the event that began it. */
  readonly id: number;
  readonly state: string;
  /**
   * `waiting`: its last call failed, at `endedAt`, and it is tried again. `caught`: its call failed for good, and the
   * execution went on by a Catch.
   */
  status: 'running' | 'waiting' | 'succeeded' | 'caught' | 'failed' | 'aborted';
  /** Calls of its function; 0 for a state that calls none. */
  attempts: number;
  /** When each of them was; a retry waits between two. */
  readonly calls: Call[];
  readonly startedAt: Date;
  endedAt: Date;
  /** JSON, like the output. */
  readonly input?: string;
  output?: string;
  /** What its calls met, in their order. */
  readonly errors: EventError[];
  /** Of a Map state, its iterations: 0 is the face with idx 1. */
  iterations?: StateVisit[][];
  /** How many there will be. */
  iterationCount?: number;
}

/** Where in the execution an event happened. */
interface Place {
  readonly visit?: StateVisit;
  /** The visits of the machine, or of the iteration it is in. */
  readonly visits: StateVisit[];
  /** The place of the Map that the iteration belongs to. */
  readonly map?: Place;
  /** Of that Map. */
  readonly iteration?: number;
}

/**
 * Reads a history as passages through states, in the order they began. Events of parallel iterations are mixed;
 * each happened where the event it follows from did, or one step further.
 */
export const readVisits = (events: readonly HistoryEvent[]): StateVisit[] => trace(events).visits;

/** The state that an event belongs to, and of a state of the Map the iteration: 0 is the face with idx 1. */
export interface Step {
  readonly state?: string;
  readonly iteration?: number;
}

/** Where each event happened, by its id; events of the execution itself happened in no state. */
export function readSteps(events: readonly HistoryEvent[]): ReadonlyMap<number, Step> {
  const { places } = trace(events);
  return new Map(
    events.map((event) => {
      const { visit, map, iteration } = places.get(event.id)!;
      if (event.type!.startsWith('Execution')) return [event.id!, {}];
      // Step Functions counts these to the Map.
      const state = event.type!.startsWith('MapIteration') ? (map?.visit ?? visit)?.state : visit?.state;
      return [event.id!, { state, ...(iteration !== undefined && { iteration }) }];
    }),
  );
}

function trace(events: readonly HistoryEvent[]): {
  visits: StateVisit[];
  places: ReadonlyMap<number | undefined, Place>;
} {
  const visits: StateVisit[] = [];
  const places = new Map<number | undefined, Place>();
  for (const event of events) {
    const place = placeOf(event, places.get(event.previousEventId) ?? { visits });
    places.set(event.id, place);
    if (place.visit) note(event, place.visit);
    if (endOfExecution.test(event.type!)) abortWhatRan(visits, event);
    else if (place.map?.visit && goesOn(event)) place.map.visit.status = 'running';
  }
  return { visits, places };
}

/** These follow from the iteration that ended last, and belong to its Map. */
const endOfMap = /^MapState(Succeeded|Failed|Aborted|Exited)$/;
const endOfExecution = /^Execution(Failed|TimedOut|Aborted)$/;

function placeOf(event: HistoryEvent, before: Place): Place {
  if (event.mapIterationStartedEventDetails) {
    return enterIteration(event.mapIterationStartedEventDetails.index!, before.map ?? before);
  }
  if (endOfMap.test(event.type!)) return before.map ?? before;
  if (event.stateEnteredEventDetails) return enterState(event, before);
  return before;
}

function enterIteration(index: number, map: Place): Place {
  const visits: StateVisit[] = [];
  if (map.visit) {
    map.visit.iterations ??= [];
    map.visit.iterations[index] = visits;
  }
  return { visits, map, iteration: index };
}

function enterState(
  { id, stateEnteredEventDetails, timestamp }: HistoryEvent,
  { visits, map, iteration }: Place,
): Place {
  const visit: StateVisit = {
    id: id!,
    state: stateEnteredEventDetails!.name!,
    status: 'running',
    attempts: 0,
    calls: [],
    input: stateEnteredEventDetails!.input,
    startedAt: timestamp!,
    endedAt: timestamp!,
    errors: [],
  };
  visits.push(visit);
  return { visit, visits, map, iteration };
}

const callScheduled = /^(LambdaFunction|Task)Scheduled$/;

/** Of a Map that an end of the execution stopped, this is seen only after a redrive. */
const goesOn = ({ type, stateEnteredEventDetails }: HistoryEvent) =>
  callScheduled.test(type!) || stateEnteredEventDetails !== undefined;

const callSucceeded = /^(LambdaFunction|Task)Succeeded$/;
const callFailed = /^(LambdaFunction|Task)(Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)$/;

function note(event: HistoryEvent, visit: StateVisit): void {
  const type = event.type!;
  // Of a Map that failed, also those of its other iterations follow from the call that failed.
  if (type.startsWith('MapIteration')) {
    if (type === 'MapIterationFailed' && isOpen(visit)) visit.status = 'failed';
    return;
  }
  visit.endedAt = event.timestamp!;
  if (callScheduled.test(type)) {
    visit.attempts += 1;
    visit.calls.push({ startedAt: event.timestamp! });
    visit.status = 'running';
  } else if (callFailed.test(type)) {
    const error = errorOf(event);
    endCall(visit, event, error);
    visit.errors.push(error);
    // Whether it is tried again, only what follows tells.
    visit.status = 'waiting';
  } else if (callSucceeded.test(type)) {
    endCall(visit, event);
  } else if (event.mapStateStartedEventDetails) {
    visit.iterationCount = event.mapStateStartedEventDetails.length;
  } else if (type === 'MapStateFailed') {
    visit.status = 'failed';
  } else if (type === 'MapStateSucceeded') {
    // After a redrive it may have failed before.
    visit.status = 'running';
  } else if (type === 'ExecutionFailed' && isOpen(visit)) {
    // A Fail state: the execution's error is its own.
    if (visit.status === 'running') visit.errors.push(errorOf(event));
    visit.status = 'failed';
  } else if (event.stateExitedEventDetails) {
    visit.status = visit.status === 'waiting' || visit.status === 'failed' ? 'caught' : 'succeeded';
    visit.output = event.stateExitedEventDetails.output;
  }
}

const isOpen = ({ status }: StateVisit) => status === 'running' || status === 'waiting';

function endCall({ calls }: StateVisit, { timestamp }: HistoryEvent, error?: EventError): void {
  Object.assign(calls.at(-1) ?? {}, { endedAt: timestamp, ...(error && { error }) });
}

function abortWhatRan(visits: readonly StateVisit[], end: HistoryEvent): void {
  for (const visit of visits) {
    if (isOpen(visit)) {
      visit.status = 'aborted';
      visit.endedAt = end.timestamp!;
    }
    for (const iteration of visit.iterations ?? []) abortWhatRan(iteration, end);
  }
}
