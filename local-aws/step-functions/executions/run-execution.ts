import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { StateMachineDefinition } from '../definition/states-language.ts';
import { HistoryFull, longestHistory } from '../history/history.ts';
import type { EventDetails, HistoryEvent } from '../history/history-event.ts';
import type { Progress } from '../history/progress.ts';
import { Branch, type Run, Stopped } from '../interpreter/branch.ts';
import { toData, whole } from '../interpreter/data-limit.ts';
import { longestTimer } from '../interpreter/pause.ts';
import { errorDetails, StateError } from '../interpreter/state-error.ts';
import type { JsonValue } from '../json-value.ts';

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
    clearTimeout(timer);
    over.abort(new Stopped());
    onEnd(run.history.end({ type, previous, details }));
  };
  const { TimeoutSeconds: limit } = definition;
  const timeOut = () => end('ExecutionTimedOut', 0, { executionTimedOutEventDetails: {} });
  const timer = limit === undefined ? undefined : setTimeout(timeOut, Math.min(limit * 1000, longestTimer));
  runMachine(branch, definition, progress).then(
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
      clearTimeout(timer);
      over.abort(new Stopped());
      run.history.abandon();
    },
  };
}

/** Without a position the last state had been left already, and only the end was missing. */
async function runMachine(
  branch: Branch,
  definition: StateMachineDefinition,
  { position, output = null }: Progress,
): Promise<JsonValue> {
  return position ? branch.run.runBranch(branch, definition, position) : output;
}

function asFailure(thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  if (thrown instanceof HistoryFull) {
    return new StateError(
      'States.Runtime',
      `The execution reached the maximum number of history events (${longestHistory}).`,
    );
  }
  return new StateError('States.Runtime', `The interpreter failed: ${(thrown as Error).stack}`);
}
