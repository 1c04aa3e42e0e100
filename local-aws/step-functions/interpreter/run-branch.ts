import { setImmediate } from 'node:timers/promises';
import { isDistributed, type State, type StateScope } from '../definition/states-language.ts';
import { eventTime } from '../history/history.ts';
import type { Entered, Position } from '../history/progress.ts';
import type { JsonValue } from '../json-value.ts';
import type { Branch } from './branch.ts';
import { toData, whole } from './data-limit.ts';
import { asStateError } from './retry-and-catch.ts';
import { runDistributedMap } from './states/distributed-map.ts';
import { runMap, runParallel } from './states/forks.ts';
import { runChoice, runFail, runPass, runSucceed } from './states/instant.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import type { Transition, Visit } from './visit.ts';

/** Runs state after state from `position`, and gives the last one's output. Rejects with a StateError. */
export async function runBranch(branch: Branch, scope: StateScope, position: Position): Promise<JsonValue> {
  for (let at = position; ; ) {
    await setImmediate(); // Between two states, other branches and requests have their turn.
    const { output, next } = await visitState(branch, scope.States[at.state]!, at);
    if (next === undefined) return output;
    at = { state: next, input: output };
  }
}

async function visitState(branch: Branch, state: State, position: Position): Promise<Transition> {
  const { state: name, input, begun, mapRun } = position;
  const entered = enter(branch, state, position);
  branch.current = { name, type: state.Type, branches: [] };
  const visit: Visit = { branch, name, state, input, entered, begun, mapRun, retries: 0 };
  try {
    const transition = await runState(visit);
    if (state.Type !== 'Fail') leave(branch, name, state.Type, transition);
    return transition;
  } catch (thrown) {
    throw asStateError(thrown, visit);
  }
}

/** A redrive goes on in the state it stopped in without entering it again; except for a Fail state. */
function enter(branch: Branch, { Type }: State, { state: name, input, entered }: Position): Entered {
  if (entered && Type !== 'Fail') return entered;
  const details = { name, input: toData(input, name), inputDetails: whole };
  const event = branch.record(`${Type}StateEntered`, { stateEnteredEventDetails: details });
  return { id: event.id, time: eventTime(event) };
}

type Left = Exclude<State['Type'], 'Fail'>;

function leave(branch: Branch, name: string, type: Left, { output, next }: Transition): void {
  const details = { name, output: toData(output, name), outputDetails: whole };
  branch.record(`${type}StateExited`, { stateExitedEventDetails: details }, next);
  branch.current = undefined;
}

function runState(visit: Visit): Promise<Transition> | Transition {
  const { state } = visit;
  switch (state.Type) {
    case 'Task':
      return runTask({ ...visit, state });
    case 'Pass':
      return runPass({ ...visit, state });
    case 'Choice':
      return runChoice({ ...visit, state });
    case 'Wait':
      return runWait({ ...visit, state });
    case 'Succeed':
      return runSucceed({ ...visit, state });
    case 'Fail':
      return runFail({ ...visit, state });
    case 'Map':
      return isDistributed(state) ? runDistributedMap({ ...visit, state }) : runMap({ ...visit, state });
    case 'Parallel':
      return runParallel({ ...visit, state });
  }
}
