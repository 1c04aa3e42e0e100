import { EvaluationError, evaluate } from '../../data-flow/expression.ts';
import { countAt } from '../../data-flow/path-fields.ts';
import { fillTemplate } from '../../data-flow/payload-template.ts';
import { referencePathConflict } from '../../data-flow/state-paths.ts';
import type { MapState, ParallelState } from '../../definition/states-language.ts';
import type { JsonValue } from '../../json-value.ts';
import { withRetryAndCatch } from '../retry-and-catch.ts';
import { type Fork, runTogether } from '../run-together.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import { readable, type Visit } from '../visit.ts';

/** AWS runs no more iterations of an inline Map at once, whatever MaxConcurrency says. */
const mostAtOnce = 40;

/** A wrong MaxConcurrencyPath ends the execution before the Map was begun, as on AWS: without MapStateFailed. */
export const runMap = async (visit: Visit<MapState>) => {
  const input = effectiveInput(visit);
  const atOnce = maxConcurrency(visit, input);
  return withRetryAndCatch(visit, async (begun) => {
    const { branch } = visit;
    const forks = itemsOf(visit, input).map((item, index) => iteration(visit, input, item, index));
    if (!begun) branch.record('MapStateStarted', { mapStateStartedEventDetails: { length: forks.length } });
    const outputs = await runTogether(visit, forks, atOnce, begun);
    const output = outputOf(visit, outputs);
    branch.recordAside('MapStateSucceeded');
    return output;
  });
};

function iteration(visit: Visit<MapState>, input: JsonValue, item: JsonValue, index: number): Fork {
  const { ItemProcessor, Iterator: iterator, ItemSelector, Parameters } = visit.state;
  const mapItem = { Index: index, Value: item };
  const selector = ItemSelector ?? Parameters;
  return {
    scope: (ItemProcessor ?? iterator)!,
    input: selector === undefined ? item : fillTemplate(selector, readable(visit, input, mapItem)),
    mapItem,
  };
}

function itemsOf(visit: Visit<MapState>, input: JsonValue): JsonValue[] {
  const { ItemsPath = '$' } = visit.state;
  const items = evaluate(ItemsPath, readable(visit, input));
  if (items === undefined) throw referencePathConflict(ItemsPath.split('.').at(-1)!, input);
  if (!Array.isArray(items)) throw new EvaluationError(`Reference path "${ItemsPath}" must point to array.`);
  return items;
}

function maxConcurrency(visit: Visit<MapState>, input: JsonValue): number {
  const { MaxConcurrency = 0, MaxConcurrencyPath: path } = visit.state;
  const asked = path ? countAt('MaxConcurrencyPath', path, readable(visit, input)) : MaxConcurrency;
  return asked === 0 ? mostAtOnce : Math.min(asked, mostAtOnce);
}

export const runParallel = (visit: Visit<ParallelState>) =>
  withRetryAndCatch(visit, async (begun) => {
    const { branch, state } = visit;
    const input = fill(visit, state.Parameters, effectiveInput(visit));
    if (!begun) branch.record('ParallelStateStarted');
    const forks = state.Branches.map((scope) => ({ scope, input }));
    const output = outputOf(visit, await runTogether(visit, forks, forks.length, begun));
    branch.recordAside('ParallelStateSucceeded');
    return output;
  });
