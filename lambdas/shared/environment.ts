/** Reads one variable's text, or throws what was expected of it. */
type Read<T> = (text: string) => T;

const text: Read<string> = (value) => value;

const matching =
  (pattern: RegExp, expected: string): Read<string> =>
  (value) => {
    if (!pattern.test(value)) throw new Error(expected);
    return value;
  };

const percentage: Read<number> = (value) => {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 100)) throw new Error('a number between 0 and 100');
  return number;
};

/** A rate, or no bound. */
const perSecond: Read<number | 'none'> = (value) => {
  if (value === 'none') return value;
  const rate = Number(value);
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) throw new Error('a number above 0, or "none",');
  return rate;
};

const prefix = matching(/^[^/].*\/$/, 'a prefix that ends with "/" and does not start with one');
const bucket = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'an S3 bucket name');

/** Every variable the Lambdas read; one without a default must be set. */
const variables = {
  REKOGNITION_COLLECTION_ID: {
    read: matching(/^[a-zA-Z0-9_.-]{1,255}$/, 'a collection id of 1 to 255 letters, digits, "_", "." or "-"'),
  },
  FACE_MATCH_THRESHOLD: { read: percentage, default: '95' },
  PHOTOS_TABLE: { read: text, default: 'Photos' },
  RAW_BUCKET: { read: bucket },
  RAW_PREFIX: { read: prefix, default: 'photos-raw/' },
  THUMBS_BUCKET: { read: bucket },
  THUMBS_PREFIX: { read: prefix, default: 'faces-thumbs/' },
  /** The account of both buckets. */
  BUCKET_OWNER: { read: matching(/^\d{12}$/, 'the 12 digits of an account') },
  /** At most so many searches a second are begun, of all photos. */
  SEARCHES_PER_SECOND: { read: perSecond },
  /** The table of the clock that keeps them to it. */
  PACE_TABLE: { read: text, default: 'Pace' },
  /** At most so many executions a second are started for uploads. */
  STARTS_PER_SECOND: { read: perSecond },
  STATE_MACHINE_ARN: {
    read: matching(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, 'the ARN of a state machine'),
  },
} satisfies Record<string, { read: Read<unknown>; default?: string }>;

export type Variable = keyof typeof variables;
export type Environment = { readonly [V in Variable]: ReturnType<(typeof variables)[V]['read']> };

/** Thrown when a function starts with a variable that is missing or wrong. */
export class EnvironmentInvalid extends Error {
  override name = 'EnvironmentInvalid' as const;
}

/** Reads the named variables once; throws EnvironmentInvalid for the first that is missing or wrong. */
export function readEnvironment<V extends Variable>(
  names: readonly V[],
  environment: NodeJS.ProcessEnv = process.env,
): Pick<Environment, V> {
  return Object.fromEntries(names.map((name) => [name, readVariable(name, environment[name])])) as Pick<
    Environment,
    V
  >;
}

function readVariable(name: Variable, given: string | undefined): unknown {
  const variable: { read: Read<unknown>; default?: string } = variables[name];
  const value = given || variable.default;
  if (value === undefined) throw new EnvironmentInvalid(`Expected ${name} to be set, got nothing`);
  try {
    return variable.read(value);
  } catch (expected) {
    throw new EnvironmentInvalid(
      `Expected ${(expected as Error).message} for ${name}, got ${JSON.stringify(value)}`,
    );
  }
}
