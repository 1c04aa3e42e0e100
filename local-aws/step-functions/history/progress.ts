import type { StateScope } from '../definition/states-language.ts';
import { type JsonValue, parseJson } from '../json-value.ts';
import { eventTime, type HistoryEvent, type JournalLine } from './history.ts';

/** How far a branch of an execution came; read from its journal, to go on from there in a redrive. */
export interface Progress {
  /** The event that the branch goes on from. */
  previous: number;
  /** The state it entered and did not leave, or left for. */
  position?: Position | undefined;
  /** What it ended with. */
  output?: JsonValue;
}

export interface Position {
  readonly state: string;
  readonly input: JsonValue;
  /** When the state was entered already: a redrive does not enter it again. */
  readonly entered?: Entered;
  /** Begun iterations of the Map state or branches of the Parallel state, by index. */
  begun?: Map<number, Progress> | undefined;
  /** The ARN of the Map Run that a distributed Map state began last. */
  mapRun?: string | undefined;
}

export interface Entered {
  readonly id: number;
  /** ISO 8601. */
  readonly time: string;
}

export function startOf(scope: StateScope, input: JsonValue): Position {
  return { state: scope.StartAt, input };
}

export function readProgress(journal: readonly JournalLine[]): Progress {
  const machine: Progress = { previous: 0 };
  for (const line of journal) follow(branchOf(machine, line.branch), line);
  return machine;
}

/** The branch that a line is about. A line of an iteration comes after its Map was entered and started. */
function branchOf(progress: Progress, [index, ...deeper]: readonly number[]): Progress {
  if (index === undefined) return progress;
  const begun = progress.position!.begun!;
  if (!begun.has(index)) begun.set(index, { previous: 0 });
  return branchOf(begun.get(index)!, deeper);
}

function follow(branch: Progress, { event, next }: JournalLine): void {
  const { id, type, stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
  if (entered) {
    const input = parseJson(entered.input!);
    branch.position = { state: entered.name!, input, entered: { id, time: eventTime(event) } };
    branch.previous = id;
  } else if (exited) {
    const output = parseJson(exited.output!);
    if (next === undefined) branch.output = output;
    branch.position = next === undefined ? undefined : { state: next, input: output };
    branch.previous = id;
  } else if (type === 'MapStateStarted' || type === 'ParallelStateStarted') {
    branch.position!.begun = new Map();
  } else if (type === 'MapRunStarted') {
    branch.position!.mapRun = event.mapRunStartedEventDetails!.mapRunArn;
  } else if (type === 'MapIterationStarted') {
    branch.previous = id;
  } else if (mustRunAgain(branch, event)) {
    branch.position!.begun = undefined;
  }
}

/**
 * A Map or Parallel state runs again as a whole, as on AWS, when too much data ended the execution; and here
 * also when it failed after all its branches had succeeded, because then they are not what failed.
 */
function mustRunAgain({ position }: Progress, event: HistoryEvent): boolean {
  if (!position?.begun) return false;
  if (event.type === 'ExecutionFailed') {
    return event.executionFailedEventDetails?.error === 'States.DataLimitExceeded';
  }
  const failed = event.type === 'MapStateFailed' || event.type === 'ParallelStateFailed';
  return failed && [...position.begun.values()].every((branch) => branch.output !== undefined);
}
