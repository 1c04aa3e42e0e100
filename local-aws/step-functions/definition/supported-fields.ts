import type { JsonObject } from '../json-value.ts';
import type { State } from './states-language.ts';

/**
 * What the interpreter runs. A definition with any other field is refused when it is loaded: variables
 * (Assign), JSONata (Arguments, Output, Items, Condition), heartbeats and credentials do not exist here.
 */
export const machineFields = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];

const entered = ['Type', 'Comment', 'QueryLanguage', 'InputPath', 'OutputPath'];
const leaving = [...entered, 'Next', 'End'];
const working = [...leaving, 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];

export const stateFields: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: [...working, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Pass: [...leaving, 'Parameters', 'Result', 'ResultPath'],
  Choice: [...entered, 'Choices', 'Default'],
  Wait: [...leaving, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: entered,
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'ErrorPath', 'Cause', 'CausePath'],
  Map: [
    ...working,
    ...['ItemProcessor', 'Iterator', 'ItemsPath', 'ItemSelector', 'MaxConcurrency', 'MaxConcurrencyPath'],
  ],
  Parallel: [...working, 'Branches'],
};

/** Of a Map whose Mode is DISTRIBUTED. */
export const distributedMapFields = [
  ...working.filter((field) => field !== 'Parameters'),
  ...['ItemProcessor', 'MaxConcurrency', 'MaxConcurrencyPath', 'Label', 'ItemReader', 'ResultWriter'],
  ...['ToleratedFailureCount', 'ToleratedFailureCountPath'],
];
export const startExecutionFields = ['StateMachineArn', 'Name', 'Input'].flatMap((field) => [
  field,
  `${field}.$`,
]);

export const scopeFields = ['Comment', 'ProcessorConfig', 'StartAt', 'States'];
export const processorConfigFields = ['Mode', 'ExecutionType'];

export const retrierFields = [
  ...['Comment', 'ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds'],
  'JitterStrategy',
];
export const catcherFields = ['Comment', 'ErrorEquals', 'Next', 'ResultPath'];

/** What `arn:aws:states:::lambda:invoke` is given. */
export const invokeFields = ['FunctionName', 'FunctionName.$', 'Payload', 'Payload.$'];

const comparisons = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const compared = ['String', 'Numeric', 'Timestamp'].flatMap((type) => comparisons.map((how) => type + how));
const withPath = [...compared, 'BooleanEquals'].flatMap((operator) => [operator, `${operator}Path`]);

export const ruleOperators = [
  ...withPath,
  ...['StringMatches', 'IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'],
];

export function* unknownFields(
  place: string,
  object: JsonObject,
  known: readonly string[],
): Generator<string> {
  for (const field of Object.keys(object)) {
    if (!known.includes(field)) yield `${place}: ${field} is not supported here`;
  }
}
