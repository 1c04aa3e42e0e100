import type { ParallelState } from '../../definition/states-language.ts';
import { withRetryAndCatch } from '../retry-and-catch.ts';
import { runTogether } from '../run-together.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import type { Visit } from '../visit.ts';

export const runParallel = (visit: Visit<ParallelState>) =>
  withRetryAndCatch(visit, async (begun) => {
    const { branch, state } = visit;
    const input = fill(visit, state.Parameters, effectiveInput(visit));
    if (!begun) branch.record('ParallelStateStarted');
    const forks = state.Branches.map((scope) => ({ scope, input }));
    const output = outputOf(visit, await runTogether(visit, forks, forks.length, begun));
    branch.run.history.append({
      type: 'ParallelStateSucceeded',
      previous: branch.previous,
      branch: branch.path,
    });
    return output;
  });
