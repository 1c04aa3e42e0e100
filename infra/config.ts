import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { workingFileDays } from '../lambdas/shared/working-file-days.ts';
import { quoted } from '../statemachine/shell-words.ts';
import { longestStackName } from './function-name.ts';

/** Thrown by synth for a setting that is unknown or wrong: the name, what was expected, what came. */
export class ConfigInvalid extends Error {
  override name = 'ConfigInvalid' as const;
}

/** Says what came, too. */
const expected = (what: string) => ({
  error: ({ input }: { input?: unknown }) => `Expected ${what}, got ${JSON.stringify(input)}`,
});

/** `-c` gives text, cdk.json may give numbers. */
const fromText = (value: unknown) =>
  typeof value === 'string' && value.trim() && Number.isFinite(Number(value)) ? Number(value) : value;
const number = (what: string, lowest: number, highest = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(fromText, z.number(expected(what)).min(lowest, expected(what)).max(highest, expected(what)));
const wholeNumber = (what: string, lowest: number, highest?: number) =>
  number(what, lowest, highest).refine(Number.isInteger, expected(what));
const matching = (pattern: RegExp, what: string) => z.string(expected(what)).regex(pattern, expected(what));

const bucketName = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of an S3 bucket');
// It is part of ARNs in policies, where "*", "?" and "$" have meanings of their own; CDK spoils spaces there.
const prefix = matching(
  /^[\w!.()=@+,-][\w!.()=@+,/-]*\/$/,
  'a prefix of letters, digits and !_.()=@+,-/ that ends with "/" and does not start with one',
);
const keyArn = matching(
  /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  'the ARN of a KMS key (not an alias)',
);

const retentions = Object.values(RetentionDays).filter((days) => Number(days) <= 3653) as number[];

/** `{"team": "photos"}` in cdk.json, `-c tags=team=photos,stage=test` on the command line. */
const tags = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? Object.fromEntries(value.split(',').map((pair) => [pair.split('=')[0], pair.split('=')[1]]))
      : value,
  z.record(
    z.string().min(1, expected('tags as name=value,name=value')),
    z.string(expected('tags as name=value,name=value')),
    expected('tags as name=value,name=value'),
  ),
);

const settings = z.strictObject({
  stackName: matching(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of a stack')
    .refine(({ length }) => length <= longestStackName, {
      error: ({ input }) =>
        `Expected at most ${longestStackName} characters, for the names of its functions have at most 64, got ${String(input).length}: ${JSON.stringify(input)}`,
    })
    .default('MatchFaces'),

  /** Used as they are when named; created when not. */
  rawBucket: bucketName.optional(),
  thumbsBucket: bucketName.optional(),
  photosTable: matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table').optional(),
  collectionId: matching(/^[\w.-]{1,255}$/, 'the id of a Rekognition collection').optional(),

  /** Keys of the resources above: a created one is encrypted with it, and the functions may use it. */
  rawBucketKey: keyArn.optional(),
  thumbsBucketKey: keyArn.optional(),
  photosTableKey: keyArn.optional(),

  /** Similarity in percent from which a face counts as known. */
  threshold: number('a number between 0 and 100', 0, 100).default(95),
  rawPrefix: prefix.default('photos-raw/'),
  thumbsPrefix: prefix.default('faces-thumbs/'),
  /** Days after which a created thumbs bucket deletes crops; never, unless given. A redrive needs its files. */
  thumbsExpiryDays: wholeNumber(`a whole number of days from ${workingFileDays}`, workingFileDays).optional(),

  architecture: z.enum(['arm64', 'x86_64'], expected('"arm64" or "x86_64"')).default('arm64'),
  /** Searches of all photos that are begun a second; by default Rekognition's default quota in the Region. */
  searchesPerSecond: z
    .preprocess(
      fromText,
      z.custom<number | 'none'>(
        (given) => given === 'none' || (typeof given === 'number' && given >= 0.1 && given <= 10_000),
        expected('a number of searches from 0.1 to 10000, or "none"'),
      ),
    )
    .optional(),
  logRetentionDays: wholeNumber('a number of days that CloudWatch Logs offers', 1)
    .refine((days) => retentions.includes(days), expected(`one of ${retentions.join(', ')} days`))
    .default(30),

  alarmEmail: z.email(expected('an e-mail address')).optional(),
  alarmTopicArn: matching(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/, 'the ARN of an SNS topic').optional(),
  tags: tags.default({}),

  /** A stage to plug into IndexFacesHook; an alias or version may follow. */
  indexFacesFunctionArn: matching(
    /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
    'the ARN of a Lambda function',
  ).optional(),
});

export type Config = Readonly<z.infer<typeof settings>>;

/**
 * The deployment's settings out of CDK context (`-c name=value`, or "context" in cdk.json).
 *
 * Throws ConfigInvalid with every setting that is wrong.
 */
export function readConfig(context: Readonly<Record<string, unknown>>): Config {
  // CDK's own context has ":", "/" or "-" in its names.
  const own = Object.entries(context).filter(([name]) => /^\w+$/.test(name));
  const result = settings.safeParse(Object.fromEntries(own));
  if (!result.success) throw new ConfigInvalid(result.error.issues.flatMap(explain).join('\n'));
  const conflicts = findConflicts(result.data);
  if (conflicts.length) throw new ConfigInvalid(conflicts.join('\n'));
  return result.data;
}

/**
 * The settings as arguments of a deployment: those that differ from their defaults, and the stack's name. `without`
 * leaves some out.
 */
export function settingsOf(config: Config, without: readonly (keyof Config)[] = []): string[] {
  const usual: Readonly<Record<string, unknown>> = settings.parse({});
  return Object.entries(config).flatMap(([name, value]) => {
    const isUsual = name !== 'stackName' && JSON.stringify(value) === JSON.stringify(usual[name]);
    if (value === undefined || isUsual || without.includes(name as keyof Config)) return [];
    return ['-c', quoted(`${name}=${asText(value)}`)];
  });
}

const asText = (value: string | number | Readonly<Record<string, string>>) =>
  typeof value === 'object'
    ? Object.entries(value)
        .map(([name, tag]) => `${name}=${tag}`)
        .join(',')
    : String(value);

/** Settings of 0.1.0. */
const replaced: ReadonlyMap<string, string> = new Map([
  [
    'openExecutions',
    'photos take turns by themselves now: searchesPerSecond says how many searches a second',
  ],
  ['mapConcurrency', 'how many faces of a photo are searched at once follows from searchesPerSecond now'],
  ['reservedConcurrency', 'searches are paced by searchesPerSecond now, and no concurrency is reserved'],
]);

function explain(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [`${issue.path.join('.')}: ${issue.message}`];
  const known = Object.keys(settings.shape).join(', ');
  return issue.keys.map((name) => {
    const instead = replaced.get(name);
    return instead
      ? `${name}: Expected this setting left out; ${instead}`
      : `${name}: Expected one of the settings ${known}`;
  });
}

function findConflicts(config: Config): string[] {
  const { rawBucket, thumbsBucket, rawPrefix, thumbsPrefix } = config;
  const sameBucket = rawBucket !== undefined && rawBucket === thumbsBucket;
  const overlap = thumbsPrefix.startsWith(rawPrefix) || rawPrefix.startsWith(thumbsPrefix);
  const conflicts: string[] = [];
  if (sameBucket && overlap) {
    conflicts.push(
      `thumbsPrefix: Expected a prefix apart from rawPrefix "${rawPrefix}" in the same bucket ${rawBucket}, ` +
        `got "${thumbsPrefix}": every crop would start an execution`,
    );
  }
  if (thumbsBucket && config.thumbsExpiryDays) {
    conflicts.push(
      `thumbsExpiryDays: Expected none for the existing bucket ${thumbsBucket}, got ${config.thumbsExpiryDays}: ` +
        'its lifecycle rules are its owner’s',
    );
  }
  if (config.alarmEmail && config.alarmTopicArn) {
    conflicts.push('alarmTopicArn: Expected either alarmEmail or alarmTopicArn, got both');
  }
  return conflicts;
}
