import { type Argument, type IntrinsicCall, parseIntrinsicCall } from '../data-flow/intrinsic-call.ts';
import { intrinsicFunctions } from '../data-flow/intrinsic-functions.ts';
import { templateExpressions } from '../data-flow/payload-template.ts';
import { isObject, type JsonObject, type JsonValue } from '../json-value.ts';

/** Paths and intrinsic calls of a state that could never be evaluated here. */
export function* findBadExpressions(name: string, state: JsonObject): Generator<string> {
  for (const [field, expression] of expressionsOf(state)) {
    const problem = typeof expression === 'string' ? findProblem(expression) : 'it is no string';
    if (problem)
      yield `${name}: expected a path or an intrinsic function in ${field}, got ${expression}: ${problem}`;
  }
}

function* expressionsOf(state: JsonObject): Generator<[field: string, expression: JsonValue]> {
  for (const template of ['Parameters', 'ItemSelector', 'ResultSelector']) {
    yield* templateExpressions(state[template] ?? null);
  }
  for (const nested of ['ItemReader', 'ResultWriter']) {
    const { [nested]: given } = state;
    if (isObject(given)) yield* templateExpressions(given.Parameters ?? null);
  }
  for (const [field, value] of Object.entries(state)) {
    if (field.endsWith('Path') && value !== null) yield [field, value];
  }
}

function findProblem(expression: string): string | undefined {
  if (expression.startsWith('$')) return findProblemInPath(expression);
  try {
    return findProblemInCall(parseIntrinsicCall(expression));
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

function findProblemInCall(call: IntrinsicCall): string | undefined {
  if (call.name !== 'States.Format' && !intrinsicFunctions[call.name]) return `there is no ${call.name}`;
  return call.arguments.map(findProblemInArgument).find((problem) => problem !== undefined);
}

function findProblemInArgument(argument: Argument): string | undefined {
  if (argument.kind === 'path') return findProblemInPath(argument.path);
  if (argument.kind === 'call') return findProblemInCall(argument.call);
}

function findProblemInPath(path: string): string | undefined {
  if (/^\$\$\.Task\b/.test(path)) return 'task tokens are not supported here';
  if (/\.\w+\(\)/.test(path)) return 'functions in paths are not supported here';
}
