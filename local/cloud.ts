import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import {
  type CloudAddress,
  findAddress,
  makeDataFolder,
  refuseSecondCloud,
  removeAddress,
  writeAddress,
} from '@match-faces/local-aws/data-folder.ts';
import { inTurn } from '@match-faces/local-aws/gateway/call.ts';
import { tellCallers } from '@match-faces/local-aws/gateway/caller.ts';
import { createFaults, type Faults } from '@match-faces/local-aws/gateway/faults.ts';
import { createQuotas, type Quotas } from '@match-faces/local-aws/gateway/quotas.ts';
import { createRecorder, type Recorder } from '@match-faces/local-aws/gateway/recorder.ts';
import { routesTo } from '@match-faces/local-aws/gateway/routes.ts';
import { startGateway } from '@match-faces/local-aws/gateway/server.ts';
import { accessKeyIdOf } from '@match-faces/local-aws/lambda/access-keys.ts';
import type { LambdaRuntime } from '@match-faces/local-aws/lambda/runtime.ts';
import type { StepFunctions } from '@match-faces/local-aws/step-functions/step-functions-service.ts';
import { functions } from '../lambdas/functions.ts';
import type { Deployment } from '../statemachine/deployment.ts';
import { localDeployment } from './deployment.ts';
import {
  openDynamoDB,
  openLambda,
  openRekognition,
  openS3,
  openStepFunctions,
  openUploadEvents,
  type ServiceOptions,
} from './services.ts';

export interface CloudOptions extends ServiceOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** Whether a photo put under the raw prefix starts an execution by itself; not by default. */
  readonly startOnUpload?: boolean;
  /** Calls a second that Rekognition takes, by operation; without limit by default. */
  readonly rekognitionQuotas?: Quotas;
}

export interface Cloud {
  /** What `AWS_ENDPOINT_URL` has to be. */
  readonly endpoint: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly deployment: Deployment;
  readonly faults: Faults;
  /** The permissions that calls have used. */
  readonly recorded: Recorder;
  /** What each function has done. */
  readonly statistics: LambdaRuntime['statistics'];
  /** Starts the face engine unless it runs; settles when it is warm. Calls wait for it by themselves. */
  rekognitionReady(): Promise<void>;
  readonly stepFunctions: StepFunctions;
  /** Stops at once: what runs is interrupted, what was acknowledged is kept. */
  close(): Promise<void>;
}

/**
 * Everything the workflow needs of AWS, on one port of this machine, with its state in one folder. Throws
 * DataFolderInUse when another process serves that folder.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { port = 0, startOnUpload = false, rekognitionQuotas = {} } = options;
  const dataDir = resolve(options.dataDir);
  const settings = { ...options, dataDir };
  const id = randomUUID();
  await makeDataFolder(dataDir);
  await refuseSecondCloud(dataDir);

  // Closed in reverse, so that nothing runs on without what it needs; at once, should the start fail half-way.
  await using opened = new AsyncDisposableStack();

  // The first to open: the kernel locks its store, which stops a second process that starts at the same moment.
  const dynamodb = await openDynamoDB(settings);
  opened.defer(() => dynamodb.close());

  const gateway = await startGateway({ port, identity: { id } });
  opened.defer(() => gateway.close());

  const s3 = await openS3(settings, (event) => startOnUpload && uploads.objectCreated(event));
  const rekognition = await openRekognition(settings, s3);
  opened.defer(() => rekognition.close());

  const lambda = openLambda(settings, gateway.endpoint);
  opened.defer(() => lambda.close());

  const stepFunctions = openStepFunctions(settings, lambda);
  opened.defer(() => stepFunctions.close());

  const uploads = openUploadEvents(settings, stepFunctions);
  opened.defer(() => uploads.close());

  const faults = createFaults();
  const recorded = createRecorder();
  gateway.serve(
    routesTo(
      { dynamodb, s3, rekognition, stepFunctions },
      {
        callerOf: tellCallers(functionsByAccessKey()),
        intercept: inTurn(recorded.intercept, faults.intercept, createQuotas(rekognitionQuotas)),
      },
    ),
  );

  const startedAt = new Date().toISOString();
  const { endpoint } = gateway;
  await writeAddress(dataDir, { endpoint, pid: process.pid, startedAt, startOnUpload, id });
  opened.defer(() => removeAddress(dataDir));
  if (startOnUpload) uploads.deliverLeftOver();

  const running = opened.move();
  return {
    endpoint,
    dataDir,
    deployment: localDeployment,
    faults,
    recorded,
    get statistics() {
      return lambda.statistics;
    },
    rekognitionReady: () => rekognition.ready,
    stepFunctions,
    close: () => running.disposeAsync(),
  };
}

/** A cloud that serves the data folder already, in whatever process, with the names that are deployed in it. */
export async function findRunningCloud(
  dataDir: string,
): Promise<(CloudAddress & { readonly deployment: Deployment }) | undefined> {
  const address = await findAddress(resolve(dataDir));
  return address && { ...address, deployment: localDeployment };
}

const functionsByAccessKey = () =>
  new Map([...Object.keys(functions), 'IndexFaces'].map((name) => [accessKeyIdOf(name), name]));
