import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions, reprocessFunctions } from '../../lambdas/functions.ts';
import { serviceErrors } from '../../lambdas/shared/error-classes.ts';
import { environmentOf } from '../../local/deployment.ts';
import type { DetectedFaces } from '../../statemachine/payloads.ts';
import { type Deployed, deployLocally, sample } from './deployed.ts';

/** Which handler makes the call, and which of its calls of that name fails. */
const calls = {
  DetectFaces: { service: 'rekognition', by: 'DetectFaces' },
  SearchFacesByImage: { service: 'rekognition', by: 'CropAndSearch' },
  GetObject: { service: 's3', by: 'DetectFaces' },
  PutObject: { service: 's3', by: 'CropAndSearch' },
  UpdateItem: { service: 'dynamodb', by: 'RecordMatches' },
  ListObjectsV2: { service: 's3', by: 'SelectPhotos' },
  BatchGetItem: { service: 'dynamodb', by: 'SelectPhotos' },
  Scan: { service: 'dynamodb', by: 'SelectPhotos' },
} as const;
type Operation = keyof typeof calls;

/** Made by Node or the SDK on this side of the wire: no service can answer with them. */
const madeHere = /^(TimeoutError|CredentialsProviderError|E[A-Z_]+)$/;

const tables: Readonly<Record<Operation, object>> = serviceErrors;
const inTable = (operation: Operation) =>
  (Object.entries(tables[operation]) as [string, string[]][]).flatMap(([as, names]) =>
    names.map((name) => ({ name, as: as === 'asTheyAre' ? name : as })),
  );
const operations = Object.keys(calls) as Operation[];
const cases = operations.flatMap((operation) =>
  inTable(operation)
    .filter(({ name }) => !madeHere.test(name))
    .map(({ name, as }) => [operation, name, as] as const),
);

let deployed: Deployed;
let photo: DetectedFaces;
const handlers: Record<string, (event: unknown) => Promise<unknown>> = {};

beforeAll(async () => {
  deployed = await deployLocally();
  const { deployment, endpoint } = deployed.cloud;
  for (const { variables } of Object.values({ ...functions, ...reprocessFunctions }))
    Object.assign(process.env, environmentOf(variables));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: deployment.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_TRACE_ENABLED: 'false',
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  for (const [name, folder] of [
    ['DetectFaces', 'detect-faces'],
    ['CropAndSearch', 'crop-and-search'],
    ['RecordMatches', 'record-matches'],
    ['SelectPhotos', 'select-photos'],
  ] as const) {
    const { handler } = await import(`../../lambdas/${folder}/handler.ts`);
    handlers[name] = (event) => handler(event, { functionName: name, awsRequestId: 'r' });
  }
  const key = await deployed.upload('classified.jpg', await sample(1));
  photo = (await handlers.DetectFaces!({ key })) as DetectedFaces;
});
afterAll(() => deployed.close());

const eventFor = {
  DetectFaces: () => ({ key: photo.photo.key }),
  CropAndSearch: () => ({ ...photo, face: photo.faces[0] }),
  RecordMatches: () => ({
    ...photo,
    faces: [],
    execution: { arn: 'arn', startedAt: new Date().toISOString() },
  }),
  SelectPhotos: (operation: Operation) => ({
    execution: { arn: 'arn', name: 'run' },
    input: { ...(operation === 'Scan' ? { failed: true } : { prefix: 'photos-raw/' }), dryRun: true },
  }),
};

/** What the handler throws when the operation fails so. */
async function thrownBy(operation: Operation, fault: object): Promise<Error> {
  const { service, by } = calls[operation];
  deployed.inject({ service, operation, ...fault });
  return handlers[by]!(eventFor[by](operation)).then(
    () => expect.fail(`expected ${by} to throw`),
    (error: Error) => error,
  );
}

/** How AWS's error is told by one that stands for it. */
const serviceNames = { rekognition: 'Rekognition', s3: 'S3', dynamodb: 'DynamoDB' };

describe('an error of a service reaches the state machine under the name its table says', () => {
  test.each(cases)('%s: %s as %s', async (operation, name, as) => {
    const status = /SlowDown|Unavailable|Internal/.test(name) ? 503 : 400;
    const error = await thrownBy(operation, { error: { name, message: `about ${name}`, status } });
    expect(error.name).toBe(as);
    expect(error.message.length).toBeGreaterThan(5);
    expect(error.stack).toBe(`${error.name}: ${error.message}`);
    if (as !== name) expect(error.cause).toMatchObject({ name });
    if (/^(Throttled|ServiceFault|FaceFailed)$/.test(as)) {
      const service = serviceNames[calls[operation].service];
      expect(error.message).toBe(`${name} of ${service} ${operation}: about ${name}`);
    }
  });

  test.each(operations)('%s has a table in which no name stands twice', (operation) => {
    const names = inTable(operation).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('every call with a table is made here to fail', () => {
    expect(Object.keys(serviceErrors).toSorted()).toEqual(operations.toSorted());
  });
});

test('a connection that breaks is a fault, told by what the SDK makes of it, a TimeoutError', async () => {
  expect(await thrownBy('SearchFacesByImage', { reset: true })).toMatchObject({
    name: 'ServiceFault',
    message: expect.stringMatching(/^TimeoutError of Rekognition SearchFacesByImage: /),
  });
});

test('an unknown error makes a face Failed, with its own name and message kept', async () => {
  const fault = { error: { name: 'HumanLoopQuotaExceededException', message: 'never seen', status: 400 } };
  expect(await thrownBy('SearchFacesByImage', fault)).toMatchObject({
    name: 'FaceFailed',
    message: 'HumanLoopQuotaExceededException: never seen',
  });
});

test('an unknown fault of a service is retried like a known one, under its own name', async () => {
  const fault = { error: { name: 'BadGateway', message: 'proxy', status: 502 } };
  expect(await thrownBy('SearchFacesByImage', fault)).toMatchObject({
    name: 'ServiceFault',
    message: 'BadGateway of Rekognition SearchFacesByImage: proxy',
  });
});

describe("the SDK's own models", () => {
  const require = createRequire(import.meta.url);
  const packages = { rekognition: 'client-rekognition', s3: 'client-s3', dynamodb: 'client-dynamodb' };
  /** No errors: the one is a condition that failed, the others are the base classes. */
  const notErrors = /^(ConditionalCheckFailedException|\w+ServiceException)$/;

  test.each(operations)('name no error of %s that has no class', (operation) => {
    const command = `@aws-sdk/${packages[calls[operation].service]}`;
    const types = require
      .resolve(command)
      .replace(/dist-cjs.*$/, `dist-types/commands/${operation}Command.d.ts`);
    const declared = [...readFileSync(types, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)].map(
      ([, name]) => name!,
    );
    expect(declared.length).toBeGreaterThan(0);
    const known = inTable(operation).map(({ name }) => name);
    for (const name of declared.filter((each) => !notErrors.test(each))) expect(known).toContain(name);
  });
});
