import validate from 'asl-validator';
import { ruleFields } from '../data-flow/choice-rule.ts';
import { isObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { findBadDistributedMap } from './check-distributed-map.ts';
import { findBadErrorHandlers } from './check-error-handlers.ts';
import { findBadExpressions } from './check-expressions.ts';
import { findBadWait } from './check-wait.ts';
import {
  lambdaInvoke,
  type State,
  type StateMachineDefinition,
  startExecutionSync,
} from './states-language.ts';
import {
  invokeFields,
  machineFields,
  processorConfigFields,
  ruleOperators,
  scopeFields,
  startExecutionFields,
  stateFields,
  unknownFields,
} from './supported-fields.ts';

/**
 * A definition that AWS would take and that every field of is run here.
 *
 * Throws one error that lists all that is wrong or not supported, each with its place. ARNs are literal:
 * substitutions are done before. One that was taken before is not validated again, which takes 0.3 s.
 */
export function loadDefinition(
  name: string,
  definition: object,
  wasTaken: (definition: StateMachineDefinition) => boolean = () => false,
): StateMachineDefinition {
  const json = JSON.stringify(definition);
  const invalid = wasTaken(JSON.parse(json)) ? [] : validate(JSON.parse(json)).errors;
  const problems = [...findUnsupported(JSON.parse(json)), ...invalid.map((error) => error.Message)];
  if (problems.length > 0) {
    throw new Error(
      `Expected a definition of ${name} that can be run here, got:\n  ${problems.join('\n  ')}`,
    );
  }
  return JSON.parse(json);
}

/** What of a definition is not run here, as sentences that begin with the place. */
function* findUnsupported(machine: JsonObject): Generator<string> {
  yield* unknownFields('State machine', machine, machineFields);
  yield* wrongQueryLanguage('State machine', machine);
  const { TimeoutSeconds: limit = 1 } = machine;
  if (Number(limit) < 1) yield `State machine: expected TimeoutSeconds above 0, got ${limit}`;
  yield* findInStates(machine, true);
}

function* findInStates(scope: JsonObject, outermost: boolean): Generator<string> {
  if (!isObject(scope.States)) return;
  for (const [name, state] of Object.entries(scope.States)) {
    if (isObject(state)) yield* findInState(name, state, outermost);
  }
}

function* findInState(name: string, state: JsonObject, outermost: boolean): Generator<string> {
  const fields = stateFields[state.Type as State['Type']];
  if (!fields) return yield `${name}: expected a Type among ${Object.keys(stateFields)}, got ${state.Type}`;
  const distributed = distributedScope(state);
  if (distributed) yield* findBadDistributedMap(name, state, distributed, outermost);
  else yield* unknownFields(name, state, fields);
  yield* wrongQueryLanguage(name, state);
  yield* findBadErrorHandlers(name, state);
  yield* findBadExpressions(name, state);
  if (state.Type === 'Task') yield* findBadTask(name, state);
  if (state.Type === 'Wait') yield* findBadWait(name, state);
  for (const rule of list(state.Choices)) yield* findBadRule(name, rule);
  for (const inner of [state.ItemProcessor, state.Iterator, ...list(state.Branches)]) {
    if (isObject(inner)) yield* findInScope(name, inner);
  }
}

function* findInScope(name: string, scope: JsonObject): Generator<string> {
  yield* unknownFields(name, scope, scopeFields);
  const { ProcessorConfig: config } = scope;
  if (isObject(config)) {
    yield* unknownFields(`${name}: ProcessorConfig`, config, processorConfigFields);
    if (!['INLINE', 'DISTRIBUTED'].includes(String(config.Mode ?? 'INLINE')))
      yield `${name}: expected INLINE or DISTRIBUTED as Mode, got ${config.Mode}`;
  }
  yield* findInStates(scope, false);
}

/** The states of a child, if it is a Distributed Map. */
function distributedScope({ Type, ItemProcessor, Iterator: iterator }: JsonObject): JsonObject | undefined {
  const scope = ItemProcessor ?? iterator;
  if (Type !== 'Map' || !isObject(scope) || !isObject(scope.ProcessorConfig)) return undefined;
  return scope.ProcessorConfig.Mode === 'DISTRIBUTED' ? scope : undefined;
}

function* wrongQueryLanguage(place: string, { QueryLanguage: language = 'JSONPath' }: JsonObject) {
  if (language !== 'JSONPath') yield `${place}: expected the query language JSONPath, got ${language}`;
}

const list = (value: JsonValue | undefined) => (Array.isArray(value) ? value : []);

const functionArn = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

function* findBadTask(name: string, { Resource, Parameters }: JsonObject): Generator<string> {
  if (Resource === lambdaInvoke) {
    if (isObject(Parameters)) yield* unknownFields(`${name}: Parameters`, Parameters, invokeFields);
    const named = isObject(Parameters) && ('FunctionName' in Parameters || 'FunctionName.$' in Parameters);
    if (!named) yield `${name}: expected a FunctionName in Parameters, got none`;
  } else if (Resource === startExecutionSync) {
    const parameters = isObject(Parameters) ? Parameters : {};
    yield* unknownFields(`${name}: Parameters`, parameters, startExecutionFields);
    if (!('StateMachineArn' in parameters || 'StateMachineArn.$' in parameters))
      yield `${name}: expected a StateMachineArn in Parameters, got none`;
  } else if (!functionArn.test(String(Resource))) {
    yield `${name}: expected the ARN of a Lambda function, ${lambdaInvoke} or ${startExecutionSync} as Resource, got ${Resource}`;
  }
}

/** A rule of a Choice state: one of And, Or and Not, or a Variable with exactly one comparison. */
function* findBadRule(name: string, rule: JsonValue): Generator<string> {
  if (!isObject(rule)) return;
  const inner = [rule.And, rule.Or].filter(Array.isArray).flat();
  for (const part of rule.Not === undefined ? inner : [...inner, rule.Not]) yield* findBadRule(name, part);
  const operators = Object.keys(rule).filter((field) => !ruleFields.has(field));
  const known = operators.every((operator) => [...ruleOperators, 'And', 'Or', 'Not'].includes(operator));
  if (operators.length !== 1 || !known) {
    yield `${name}: expected one comparison operator in a rule, got ${operators.join(', ') || 'none'}`;
  } else if (ruleOperators.includes(operators[0]!) && !hasVariable(rule)) {
    yield `${name}: expected a path as Variable, got ${rule.Variable}`;
  }
}

const hasVariable = ({ Variable }: JsonObject) => typeof Variable === 'string' && Variable.startsWith('$');
