import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { isDiskFull } from '../../disk-full.ts';
import type { StateMachineDefinition } from '../definition/states-language.ts';
import {
  type EventDetails,
  type HistoryEvent,
  HistoryFull,
  longestHistory,
  type NewEvent,
} from '../history/history.ts';
import type { Progress } from '../history/progress.ts';
import { Branch, type Run, Stopped } from '../interpreter/branch.ts';
import { toData, whole } from '../interpreter/data-limit.ts';
import { callAfter } from '../interpreter/pause.ts';
import { errorDetails, StateError } from '../interpreter/state-error.ts';

export interface RunningExecution {
  /** Ends it as ABORTED. */
  stop(details: { error?: string; cause?: string }): void;
  /** Stops working on it and records nothing: it stays as it is on disk. */
  halt(): void;
}

interface Options {
  readonly definition: StateMachineDefinition;
  /** Where to begin or to go on. */
  readonly progress: Progress;
  readonly run: Run;
  /** Called once, after the last event was recorded. */
  readonly onEnd: (event: HistoryEvent) => void;
}

export function runExecution({ definition, progress, run, onEnd }: Options): RunningExecution {
  const over = new AbortController();
  const branch = new Branch(run, { path: [], signal: over.signal, previous: progress.previous });
  const end = (type: HistoryEventType, previous: number, details: EventDetails) => {
    if (over.signal.aborted) return;
    cancelTimeout?.();
    over.abort(new Stopped());
    record({ type, previous, details });
  };
  let last: HistoryEvent | undefined;
  let again: NodeJS.Timeout | undefined;
  /** When there is no room for it, as soon as there is. */
  const record = (event: NewEvent) => {
    try {
      last ??= run.history.end(event);
      onEnd(last);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      again = setTimeout(record, pauseWithoutRoom, event);
    }
  };
  const { TimeoutSeconds: limit } = definition;
  const timeOut = () => end('ExecutionTimedOut', 0, { executionTimedOutEventDetails: {} });
  const cancelTimeout = limit === undefined ? undefined : callAfter(limit * 1000, timeOut);
  // Without a position the last state had been left already, and only the end was missing.
  const { position, output = null } = progress;
  const ran = position ? run.runBranch(branch, definition, position) : Promise.resolve(output);
  ran.then(
    (output) =>
      end('ExecutionSucceeded', branch.previous, {
        executionSucceededEventDetails: { output: toData(output, 'output'), outputDetails: whole },
      }),
    (thrown) =>
      end('ExecutionFailed', branch.previous, {
        executionFailedEventDetails: errorDetails(asFailure(thrown)),
      }),
  );
  return {
    stop: (details) => end('ExecutionAborted', 0, { executionAbortedEventDetails: details }),
    halt: () => {
      cancelTimeout?.();
      clearTimeout(again);
      over.abort(new Stopped());
      if (!last) run.history.abandon();
    },
  };
}

/** Milliseconds. */
const pauseWithoutRoom = 1000;

function asFailure(thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  if (isDiskFull(thrown)) {
    return new StateError(
      'Interrupted',
      'The disk of the local cloud was full while this execution ran. Redrive it to continue: what it had finished is kept.',
    );
  }
  if (thrown instanceof HistoryFull) {
    return new StateError(
      'States.Runtime',
      `The execution reached the maximum number of history events (${longestHistory}).`,
    );
  }
  return new StateError('States.Runtime', `The interpreter failed: ${(thrown as Error).stack}`);
}
