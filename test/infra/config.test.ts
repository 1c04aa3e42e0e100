import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig, settingsOf } from '../../infra/config.ts';

const key = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
const uuid = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

test('without settings a new stack is described', () => {
  expect(readConfig({})).toEqual({
    stackName: 'MatchFaces',
    threshold: 95,
    rawPrefix: 'photos-raw/',
    thumbsPrefix: 'faces-thumbs/',
    architecture: 'arm64',
    logRetentionDays: 30,
    tags: {},
  });
});

test('a number on the command line is text, in cdk.json a number', () => {
  expect(readConfig({ threshold: '80', searchesPerSecond: '5' })).toEqual(
    readConfig({ threshold: 80, searchesPerSecond: 5 }),
  );
});

test('tags are written on the command line as name=value, in cdk.json as an object', () => {
  expect(readConfig({ tags: 'team=photos,stage=test' }).tags).toEqual({ team: 'photos', stage: 'test' });
  expect(readConfig({ tags: { team: 'photos' } }).tags).toEqual({ team: 'photos' });
});

test.each([
  ['threshold', 'ninety', 'threshold: Expected a number between 0 and 100, got "ninety"'],
  ['threshold', '101', 'threshold: Expected a number between 0 and 100, got 101'],
  ['rawBucket', 'My_Bucket', 'rawBucket: Expected the name of an S3 bucket, got "My_Bucket"'],
  ['rawBucket', '', 'rawBucket: Expected the name of an S3 bucket, got ""'],
  ['photosTable', 'a', 'photosTable: Expected the name of a DynamoDB table, got "a"'],
  ['collectionId', 'my faces', 'collectionId: Expected the id of a Rekognition collection, got "my faces"'],
  ['rawBucketKey', 'alias/photos', 'rawBucketKey: Expected the ARN of a KMS key (not an alias), got'],
  ['photosTableKey', key('photos'), 'photosTableKey: Expected the ARN of a KMS key (not an alias), got'],
  ['rawPrefix', '/photos/', 'rawPrefix: Expected a prefix of letters'],
  ['rawPrefix', 'photos', 'ends with "/" and does not start with one, got "photos"'],
  ['rawPrefix', '*/', 'got "*/"'],
  ['rawPrefix', 'my photos/', 'got "my photos/"'],
  ['architecture', 'x64', 'architecture: Expected "arm64" or "x86_64", got "x64"'],
  ['searchesPerSecond', '0', 'searchesPerSecond: Expected a number of searches from 0.1 to 10000, or "none"'],
  [
    'searchesPerSecond',
    'all',
    'searchesPerSecond: Expected a number of searches from 0.1 to 10000, or "none"',
  ],
  ['mapConcurrency', '41', 'mapConcurrency: Expected this setting left out; how many faces of a photo'],
  [
    'openExecutions',
    '25',
    'openExecutions: Expected this setting left out; photos take turns by themselves now',
  ],
  ['reservedConcurrency', '5', 'reservedConcurrency: Expected this setting left out; searches are paced by'],
  ['logRetentionDays', '31', 'logRetentionDays: Expected one of 1, 3, 5, 7, 14, 30,'],
  ['alarmEmail', 'me', 'alarmEmail: Expected an e-mail address, got "me"'],
  ['alarmTopicArn', 'pager', 'alarmTopicArn: Expected the ARN of an SNS topic, got "pager"'],
  ['indexFacesFunctionArn', 'IndexFaces', 'Expected the ARN of a Lambda function, got "IndexFaces"'],
  ['tags', 'team', 'tags.team: Expected tags as name=value,name=value'],
  ['stackName', '1st', 'stackName: Expected the name of a stack, got "1st"'],
  ['treshold', '90', 'treshold: Expected one of the settings stackName, rawBucket,'],
])('-c %s=%s is refused by name, with what was expected and what came', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(message);
});

test('a stack has a name that leaves room for those of its functions', () => {
  const longest = 'a'.repeat(50);
  expect(readConfig({ stackName: longest })).toMatchObject({ stackName: longest });
  expect(() => readConfig({ stackName: `${longest}b` })).toThrow(
    `stackName: Expected at most 50 characters, for the names of its functions have at most 64, got 51: "${longest}b"`,
  );
});

test('settings are written as the arguments that gave them', () => {
  const given = {
    stackName: 'Holiday',
    rawPrefix: 'photos/(in)/',
    threshold: 90,
    tags: { team: 'my photos', stage: 'test' },
  };
  expect(settingsOf(readConfig(given)).join(' ')).toBe(
    "-c stackName=Holiday -c threshold=90 -c 'rawPrefix=photos/(in)/' -c 'tags=team=my photos,stage=test'",
  );
  expect(settingsOf(readConfig({}))).toEqual(['-c', 'stackName=MatchFaces']);
});

test('every wrong setting is named at once', () => {
  expect(() => readConfig({ threshold: -1, architecture: 'mips' })).toThrow(/threshold: .*\narchitecture: /);
});

test('settings of CDK itself are none of ours', () => {
  expect(readConfig({ '@aws-cdk/aws-iam:minimizePolicies': true, 'aws:cdk:bundling-stacks': [] })).toEqual(
    readConfig({}),
  );
});

test.each(['photos-raw/thumbs/', 'photos-raw/'])('crops under %s would start executions', (thumbsPrefix) => {
  const oneBucket = { rawBucket: 'photos', thumbsBucket: 'photos' };
  expect(() => readConfig({ ...oneBucket, thumbsPrefix })).toThrow(
    'Expected a prefix apart from rawPrefix "photos-raw/" in the same bucket photos',
  );
  expect(readConfig({ rawBucket: 'photos', thumbsBucket: 'crops', thumbsPrefix })).toMatchObject({
    thumbsPrefix,
  });
});

test('the lifecycle of an existing bucket is left to its owner', () => {
  expect(() => readConfig({ thumbsBucket: 'crops', thumbsExpiryDays: 30 })).toThrow(
    'thumbsExpiryDays: Expected none for the existing bucket crops, got 30',
  );
});

test('crops stay as long as an execution may need its working files, which lie among them', () => {
  expect(readConfig({ thumbsExpiryDays: 18 })).toMatchObject({ thumbsExpiryDays: 18 });
  expect(() => readConfig({ thumbsExpiryDays: 17 })).toThrow('Expected a whole number of days from 18');
});

test('alarms go to one place', () => {
  const alarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:pager';
  expect(() => readConfig({ alarmTopicArn, alarmEmail: 'me@example.com' })).toThrow(
    'Expected either alarmEmail or alarmTopicArn, got both',
  );
});

test.each([uuid, `mrk-${'0a1b2c3d'.repeat(4)}`])('a key is given by its ARN: key/%s', (id) => {
  expect(readConfig({ rawBucketKey: key(id) }).rawBucketKey).toBe(key(id));
});

test('any settings at all are taken, or refused by the name of the setting', () => {
  const names = [
    ...['stackName', 'rawBucket', 'thumbsBucket', 'photosTable', 'collectionId', 'rawBucketKey', 'threshold'],
    ...[
      'rawPrefix',
      'thumbsPrefix',
      'thumbsExpiryDays',
      'architecture',
      'searchesPerSecond',
      'openExecutions',
    ],
    ...['reservedConcurrency', 'logRetentionDays', 'alarmEmail', 'alarmTopicArn', 'tags'],
    ...['indexFacesFunctionArn', 'bogus', '__proto__', 'constructor'],
  ];
  const value = fc.oneof(fc.string(), fc.constantFrom('', '5', '1e400', '-1', 'a/', 'arm64'), fc.jsonValue());
  const settings = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(settings, (given) => {
      try {
        readConfig(given);
      } catch (error) {
        const { name, message } = error as Error;
        expect(name).toBe('ConfigInvalid');
        expect(message).toContain(': Expected ');
        expect(message).not.toContain('Invalid input');
        expect(Object.keys(given).some((setting) => message.startsWith(setting))).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
