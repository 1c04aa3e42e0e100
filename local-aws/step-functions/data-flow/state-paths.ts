import { isObject, type JsonValue } from '../json-value.ts';
import { EvaluationError, type Readable } from './expression.ts';
import { definiteSteps } from './json-path.ts';
import { requirePath } from './path-fields.ts';

/** InputPath or OutputPath: the part of the data that goes on; all of it when absent, nothing (`{}`) when null. */
export function takePath(path: string | null | undefined, readable: Readable): JsonValue {
  if (path === undefined) return readable.input;
  if (path === null) return {};
  return requirePath(path, readable);
}

/** The state's input with the result put in at `path`: in place of all of it when absent, nowhere when null. */
export function placeResult(path: string | null | undefined, input: JsonValue, result: JsonValue): JsonValue {
  if (path === null) return input;
  return place(definiteSteps(path ?? '$').steps, input, result);
}

function place([step, ...deeper]: (string | number)[], into: JsonValue, result: JsonValue): JsonValue {
  if (step === undefined) return result;
  if (typeof step === 'string' && isObject(into)) {
    return { ...into, [step]: place(deeper, into[step] ?? {}, result) };
  }
  if (typeof step === 'number' && Array.isArray(into) && into[step] !== undefined) {
    return into.with(step, place(deeper, into[step], result));
  }
  throw referencePathConflict(step, into);
}

export function referencePathConflict(step: string | number, input: JsonValue): EvaluationError {
  return new EvaluationError(
    `Unable to apply step "${step}" to input ${JSON.stringify(input)}`,
    'States.ReferencePathConflict',
  );
}
