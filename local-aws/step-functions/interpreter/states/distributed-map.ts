import { countAt } from '../../data-flow/path-fields.ts';
import type { DistributedMapState } from '../../definition/states-language.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json-value.ts';
import { toData } from '../data-limit.ts';
import type { MapRunRequest, PreparedMapRun } from '../outside.ts';
import { withRetryAndCatch } from '../retry-and-catch.ts';
import { effectiveInput, fill, outputOf } from '../state-data.ts';
import { errorDetails, StateError } from '../state-error.ts';
import { readable, type Visit } from '../visit.ts';

/**
 * The order is recorded: a wrong MaxConcurrencyPath ends the execution before the Map was begun, a wrong
 * ToleratedFailureCountPath after, both without MapStateFailed.
 */
export async function runDistributedMap(visit: Visit<DistributedMapState>) {
  const { branch, state } = visit;
  const input = effectiveInput(visit);
  const {
    MaxConcurrency = 0,
    MaxConcurrencyPath,
    ToleratedFailureCount = 0,
    ToleratedFailureCountPath,
  } = state;
  const count = (field: string, path: string | undefined, literal: number) =>
    path === undefined ? literal : countAt(field, path, readable(visit, input));
  const start = () => branch.record('MapStateStarted', { mapStateStartedEventDetails: { length: 0 } });

  const maxConcurrency = count('MaxConcurrencyPath', MaxConcurrencyPath, MaxConcurrency);
  if (visit.mapRun === undefined) start();
  const toleratedFailureCount = count(
    'ToleratedFailureCountPath',
    ToleratedFailureCountPath,
    ToleratedFailureCount,
  );

  return withRetryAndCatch(visit, async () => {
    if (visit.retries > 0) start();
    const request: MapRunRequest = {
      executionArn: String((branch.run.context.Execution as JsonObject).Id),
      label: state.Label ?? visit.name.replaceAll(/[^\w-]/g, '').slice(0, 40),
      scope: state.ItemProcessor,
      ...{ maxConcurrency, toleratedFailureCount },
      items: { bucket: '', key: '', ...place(visit, state.ItemReader.Parameters, input) },
      results: { bucket: '', prefix: '', ...place(visit, state.ResultWriter.Parameters, input) },
    };
    const output = outputOf(visit, await runMapRun(visit, request));
    branch.recordAside('MapStateSucceeded');
    return output;
  });
}

async function runMapRun({ branch, mapRun, retries }: Visit<DistributedMapState>, request: MapRunRequest) {
  const { outside } = branch.run;
  let prepared: PreparedMapRun;
  if (mapRun !== undefined && retries === 0) {
    const redriven = outside.redriveMapRun(mapRun, request);
    const { redriveCount } = redriven;
    prepared = redriven;
    branch.record('MapRunRedriven', { mapRunRedrivenEventDetails: { mapRunArn: mapRun, redriveCount } });
  } else {
    prepared = outside.createMapRun(request);
    branch.record('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: prepared.arn } });
  }
  try {
    const result = await prepared.run(branch.signal);
    branch.record('MapRunSucceeded');
    return result;
  } catch (error) {
    if (error instanceof StateError)
      branch.record('MapRunFailed', { mapRunFailedEventDetails: errorDetails(error) });
    throw error;
  }
}

/** `{ bucket, key }` of the filled Parameters. */
function place(visit: Visit<DistributedMapState>, template: JsonObject, input: JsonValue) {
  const filled = fill(visit, template, input);
  toData(filled, visit.name);
  if (!isObject(filled)) return {};
  return Object.fromEntries(
    Object.entries(filled).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
