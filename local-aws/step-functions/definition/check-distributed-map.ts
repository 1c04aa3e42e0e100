import { isObject, type JsonObject, type JsonValue } from '../json-value.ts';
import { distributedMapFields, unknownFields } from './supported-fields.ts';

/** A Distributed Map: what AWS does not take, and all that is not run here. */
export function* findBadDistributedMap(
  name: string,
  state: JsonObject,
  scope: JsonObject,
  outermost: boolean,
) {
  if (!outermost) yield `${name}: a distributed Map inside a Map or Parallel state is not supported here`;
  yield* unknownFields(name, state, distributedMapFields);
  const { ExecutionType } = scope.ProcessorConfig as JsonObject;
  yield* expectIs(`${name}: ProcessorConfig`, 'ExecutionType', ExecutionType, 'STANDARD');
  yield* findBadLabel(name, state.Label);
  const { ToleratedFailureCount: tolerated = 0 } = state;
  if (!Number.isInteger(tolerated) || Number(tolerated) < 0)
    yield `${name}: expected a ToleratedFailureCount of 0 or more, got ${JSON.stringify(tolerated)}`;
  yield* findBadResource(`${name}: ItemReader`, state.ItemReader, reader);
  yield* findBadResource(`${name}: ResultWriter`, state.ResultWriter, writer);
}

interface Expected {
  readonly resource: string;
  readonly parameters: readonly string[];
  readonly config: string;
  readonly settings: Readonly<Record<string, string>>;
}

const reader: Expected = {
  resource: 'arn:aws:states:::s3:getObject',
  parameters: ['Bucket', 'Key'],
  config: 'ReaderConfig',
  settings: { InputType: 'JSONL' },
};

const writer: Expected = {
  resource: 'arn:aws:states:::s3:putObject',
  parameters: ['Bucket', 'Prefix'],
  config: 'WriterConfig',
  settings: { Transformation: 'COMPACT', OutputType: 'JSONL' },
};

function* findBadResource(
  place: string,
  value: JsonValue | undefined,
  expected: Expected,
): Generator<string> {
  if (!isObject(value))
    return yield `${place}: expected one with the Resource ${expected.resource}, got none`;
  yield* unknownFields(place, value, ['Resource', 'Parameters', expected.config]);
  yield* expectIs(place, 'Resource', value.Resource, expected.resource);
  const parameters = isObject(value.Parameters) ? value.Parameters : {};
  const known = expected.parameters.flatMap((field) => [field, `${field}.$`]);
  yield* unknownFields(`${place}: Parameters`, parameters, known);
  for (const field of expected.parameters) {
    if (!(field in parameters || `${field}.$` in parameters))
      yield `${place}: Parameters: expected ${field}, got none`;
  }
  const given = value[expected.config];
  const config = isObject(given) ? given : {};
  yield* unknownFields(`${place}: ${expected.config}`, config, Object.keys(expected.settings));
  for (const [field, only] of Object.entries(expected.settings)) {
    yield* expectIs(`${place}: ${expected.config}`, field, config[field], only);
  }
}

function* expectIs(place: string, field: string, value: JsonValue | undefined, only: string) {
  if (value !== only) yield `${place}: expected ${only} as ${field}, got ${value ?? 'none'}`;
}

/** Recorded on AWS: what a label must not have, as an execution's name, and its length. */
function* findBadLabel(name: string, label: JsonValue | undefined) {
  if (label === undefined) return;
  const text = String(label);
  if (text === '' || text.length > 40)
    yield `${name}: expected a Label of 1 to 40 characters, got ${text.length}`;
  if (/[\s?*<>{}[\]:;,\\|^~$#%&`"/\p{Cc}]/u.test(text))
    yield `${name}: Label has a character AWS refuses: ${text}`;
}
