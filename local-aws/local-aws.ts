import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { functionArn } from './account.ts';
import { makeDataFolder, refuseSecondCloud, removeAddress, writeAddress } from './data-folder.ts';
import { createDynamoDB, type DynamoDBOptions } from './dynamodb/dynamodb-service.ts';
import { inTurn, tellCallers } from './gateway/call.ts';
import { createFaults, type Faults } from './gateway/faults.ts';
import { createQuotas, type Quotas } from './gateway/quotas.ts';
import { createRecorder, type Recorder } from './gateway/recorder.ts';
import { routesTo } from './gateway/routes.ts';
import { startGateway } from './gateway/server.ts';
import type { FunctionError } from './lambda/function-error.ts';
import { createLambdaRuntime, type LambdaRuntime, type LambdaRuntimeOptions } from './lambda/runtime.ts';
import { createObjectCreatedRule, type ObjectCreatedRuleOptions } from './object-created-rule.ts';
import type { ReadObject } from './rekognition/image.ts';
import { mostBytesInS3 } from './rekognition/limits.ts';
import {
  createRekognition,
  type Rekognition,
  type RekognitionOptions,
} from './rekognition/rekognition-service.ts';
import { type Expiry, expireObjects } from './s3/expire-objects.ts';
import type { ObjectStore } from './s3/object-store.ts';
import { createS3 } from './s3/s3-service.ts';
import { ServiceError } from './service-error.ts';
import type { Objects } from './step-functions/objects.ts';
import {
  createStepFunctions,
  type StepFunctions,
  type StepFunctionsOptions,
} from './step-functions/step-functions-service.ts';

/** What is deployed, and how it is run. */
export interface LocalAwsOptions
  extends Pick<DynamoDBOptions, 'tables'>,
    Pick<RekognitionOptions, 'workers' | 'lazyEngine' | 'engine' | 'searchesTellUsers'>,
    Pick<StepFunctionsOptions, 'machines' | 'waitScale'>,
    Pick<LambdaRuntimeOptions, 'functions' | 'concurrency' | 'throttle'> {
  /** Keeps all state; made when missing. One process at a time may use it. */
  readonly dataDir: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly buckets: readonly string[];
  readonly collections: readonly string[];
  /** Objects that expire; by default none does. */
  readonly expiries?: readonly Expiry[];
  /** Tells a function of new objects; by default nothing does. */
  readonly uploads?: UploadRule | undefined;
  /** Calls a second that Rekognition takes, by operation; without limit by default. */
  readonly rekognitionQuotas?: Quotas;
}

/** A new object under the prefix, with something in it, is told to a function, in batches as out of a queue. */
export interface UploadRule extends Pick<ObjectCreatedRuleOptions, 'bucket' | 'prefix' | 'batches'> {
  /** One of `functions`. */
  readonly function: string;
}

export interface LocalAws {
  /** What `AWS_ENDPOINT_URL` has to be. */
  readonly endpoint: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly faults: Faults;
  /** The permissions that calls have used. */
  readonly recorded: Recorder;
  /** What each function has done. */
  readonly statistics: LambdaRuntime['statistics'];
  /** Loads one of the functions before it is called; returns why it does not load. */
  load(functionName: string): Promise<FunctionError | undefined>;
  /** Starts the face engine unless it runs; settles when it is warm. Calls wait for it by themselves. */
  rekognitionReady(): Promise<void>;
  readonly stepFunctions: StepFunctions;
  /** Stops at once: what runs is interrupted, what was acknowledged is kept. */
  close(): Promise<void>;
}

/**
 * The services on one port of this machine, with their state in one folder and what is given deployed in them. Throws
 * DataFolderInUse when another process serves that folder.
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { port = 0, tables, buckets, collections, functions, uploads, rekognitionQuotas = {} } = options;
  const dataDir = resolve(options.dataDir);
  const folder = (service: string) => join(dataDir, service);
  const id = randomUUID();

  // Closed in reverse, so that nothing runs on without what it needs; at once, should the start fail half-way.
  await using opened = new AsyncDisposableStack();
  // Of the whole process, its threads included: LevelDB, too, makes files.
  opened.adopt(process.umask(0o077), (before) => void process.umask(before));
  await makeDataFolder(dataDir);
  await refuseSecondCloud(dataDir);
  const open = <Service extends { close(): unknown }>(service: Service): Service =>
    opened.adopt(service, async () => void (await service.close()));

  // The first to open: the kernel locks its store, which stops a second process that starts at the same moment.
  const dynamodb = open(await createDynamoDB({ folder: folder('dynamodb'), tables }));
  const gateway = open(await startGateway({ port, identity: { id } }));
  const s3 = createS3({ folder: folder('s3'), announce: (event) => rule?.announce(event) });
  for (const bucket of buckets) await s3.store.createBucket(bucket);
  const readObject = readImageObject(s3.store);
  const rekognition = open(
    await createRekognition({ ...options, folder: folder('rekognition'), readObject }),
  );
  for (const collection of collections) await makeCollection(rekognition, collection);
  const { endpoint } = gateway;
  const lambda = open(createLambdaRuntime({ ...options, endpoint, logsFolder: folder('logs') }));
  const { invoke } = lambda;
  const objects = objectsIn(s3.store);
  const stepFunctions = open(
    createStepFunctions({ ...options, folder: folder('executions'), invoke, objects }),
  );
  const rule =
    uploads &&
    open(
      createObjectCreatedRule({
        ...uploads,
        folder: folder('events'),
        invoke: ({ Records }) =>
          invoke({
            functionArn: functionArn(uploads.function),
            payload: { Records: Records.map((record) => ({ ...record })) },
            signal: new AbortController().signal,
          }),
        isStored: (event) => s3.store.isStored(event),
      }),
    );

  const faults = createFaults();
  const recorded = createRecorder();
  gateway.serve(
    routesTo(
      { dynamodb, s3, rekognition, stepFunctions },
      {
        callerOf: tellCallers(Object.keys(functions)),
        intercept: inTurn(recorded.intercept, faults.intercept, createQuotas(rekognitionQuotas)),
      },
    ),
  );

  const startedAt = new Date().toISOString();
  const startOnUpload = rule !== undefined;
  await writeAddress(dataDir, { endpoint, pid: process.pid, startedAt, startOnUpload, id });
  opened.defer(() => removeAddress(dataDir));
  await rule?.deliverLeftOver();
  if (options.expiries) open(expireObjects(s3.store, options.expiries));

  const running = opened.move();
  return {
    endpoint,
    dataDir,
    faults,
    recorded,
    get statistics() {
      return lambda.statistics;
    },
    load: (functionName) => lambda.load(functionName),
    rekognitionReady: () => rekognition.ready,
    stepFunctions,
    close: () => running.disposeAsync(),
  };
}

async function makeCollection({ service }: Rekognition, CollectionId: string): Promise<void> {
  try {
    await service.operations.CreateCollection!({ CollectionId });
  } catch (error) {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  }
}

/** How Step Functions reads and writes objects. */
const objectsIn = (store: ObjectStore): Objects => ({
  read: async (bucket, key) => (await store.getObject({ bucket, key })).body,
  write: async (bucket, key, body) => (await store.putObject({ bucket, key, body })).size,
});

/** How Rekognition reads an image from S3: no more of it than shows that there is more than it takes. */
function readImageObject(store: ObjectStore): ReadObject {
  return async ({ bucket, key, versionId }) => {
    // The id of the only version that an object in an unversioned bucket has.
    if (versionId !== undefined && versionId !== 'null')
      throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404);
    const { body } = await store.getObject({ bucket, key });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytesInS3) break;
    }
    return Buffer.concat(chunks);
  };
}
