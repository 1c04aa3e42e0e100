import { join } from 'node:path';
import { functionArn } from '@match-faces/local-aws/account.ts';
import { createDynamoDB, type DynamoDB } from '@match-faces/local-aws/dynamodb/dynamodb-service.ts';
import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import {
  createLambdaRuntime,
  type LambdaRuntime,
  type LambdaRuntimeOptions,
} from '@match-faces/local-aws/lambda/runtime.ts';
import { readImageObject } from '@match-faces/local-aws/read-image-object.ts';
import {
  createRekognition,
  type Rekognition,
  type RekognitionOptions,
} from '@match-faces/local-aws/rekognition/rekognition-service.ts';
import type { ObjectCreated } from '@match-faces/local-aws/s3/object-store.ts';
import { createS3, type S3Service } from '@match-faces/local-aws/s3/s3-service.ts';
import {
  createStepFunctions,
  type StepFunctions,
  type StepFunctionsOptions,
} from '@match-faces/local-aws/step-functions/step-functions-service.ts';
import { loadDefinition } from '../statemachine/definition.ts';
import { machineName } from '../statemachine/deployment.ts';
import { deployedFunctions, type FunctionOverrides } from './deployed-functions.ts';
import { localDeployment } from './deployment.ts';
import { createUploadEvents, type UploadEvents } from './upload-events.ts';

export interface ServiceOptions
  extends Pick<RekognitionOptions, 'workers' | 'tileSize' | 'lazyEngine' | 'engine'>,
    Pick<StepFunctionsOptions, 'waitScale'>,
    Pick<LambdaRuntimeOptions, 'concurrency' | 'throttle'> {
  /** Keeps all state; made when missing. One cloud at a time may use it. */
  readonly dataDir: string;
  /** Requests that Step Functions takes; without limit by default. */
  readonly stepFunctionsQuotas?: StepFunctionsOptions['quotas'];
  /** Of uploads, at once; without limit by default. */
  readonly openExecutions?: number;
  readonly functions?: FunctionOverrides;
  /** A stage for the hook: it is deployed as the function `IndexFaces`. */
  readonly indexFacesFunction?: LocalFunction;
}

/** The table of photos. Rejects when another process has the folder. */
export const openDynamoDB = ({ dataDir }: ServiceOptions): Promise<DynamoDB> =>
  createDynamoDB({ folder: join(dataDir, 'dynamodb'), photosTable: localDeployment.photosTable });

/** The two buckets. */
export async function openS3(
  { dataDir }: ServiceOptions,
  onObjectCreated: (event: ObjectCreated) => void,
): Promise<S3Service> {
  const s3 = createS3({ folder: join(dataDir, 's3'), onObjectCreated });
  await s3.store.createBucket(localDeployment.rawBucket);
  await s3.store.createBucket(localDeployment.thumbsBucket);
  return s3;
}

/** The collection. */
export async function openRekognition(
  { dataDir, workers, tileSize, lazyEngine, engine }: ServiceOptions,
  s3: S3Service,
): Promise<Rekognition> {
  const folder = join(dataDir, 'rekognition');
  const readObject = readImageObject(s3.store);
  const rekognition = await createRekognition({ folder, readObject, workers, tileSize, lazyEngine, engine });
  try {
    await rekognition.service.operations.CreateCollection!({ CollectionId: localDeployment.collectionId });
  } catch (error) {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
  }
  return rekognition;
}

/** The functions; they send their calls to `endpoint`. */
export function openLambda(options: ServiceOptions, endpoint: string): LambdaRuntime {
  const { dataDir, indexFacesFunction, concurrency, throttle } = options;
  const deployed = deployedFunctions(options.functions);
  return createLambdaRuntime({
    functions: indexFacesFunction ? { ...deployed, IndexFaces: indexFacesFunction } : deployed,
    endpoint,
    logsFolder: join(dataDir, 'logs'),
    concurrency,
    throttle,
  });
}

/** The state machine. */
export function openStepFunctions(options: ServiceOptions, lambda: LambdaRuntime): StepFunctions {
  const { dataDir, indexFacesFunction, waitScale, stepFunctionsQuotas } = options;
  const definition = loadDefinition(functionArn, { withStage: indexFacesFunction !== undefined });
  return createStepFunctions({
    folder: join(dataDir, 'executions'),
    machines: [{ name: machineName, definition }],
    invoke: lambda.invoke,
    waitScale,
    quotas: stepFunctionsQuotas,
  });
}

/** The rule that starts an execution for a new photo. */
export const openUploadEvents = (
  { dataDir, openExecutions }: ServiceOptions,
  stepFunctions: StepFunctions,
): UploadEvents =>
  createUploadEvents({
    folder: join(dataDir, 'events'),
    bucket: localDeployment.rawBucket,
    prefix: localDeployment.rawPrefix,
    startExecution: (name, photo) =>
      stepFunctions.startExecution({ machine: machineName, name, input: { ...photo } }),
    openExecutions,
    awaitEnd: (executionArn) => stepFunctions.waitFor(executionArn),
  });
