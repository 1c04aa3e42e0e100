import { resolve } from 'node:path';
import { functionArn, stateMachineArn } from '@match-faces/local-aws/account.ts';
import { type CloudAddress, findAddress } from '@match-faces/local-aws/data-folder.ts';
import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '@match-faces/local-aws/local-aws.ts';
import { uploadBatches } from '../lambdas/functions.ts';
import { runFileDays, runsPrefix, workingPrefix } from '../lambdas/shared/thumbs.ts';
import { workingFileDays } from '../lambdas/shared/working-file-days.ts';
import { loadDefinition, loadReprocessDefinition } from '../statemachine/definition.ts';
import { type Deployment, machineName, reprocessMachineName } from '../statemachine/deployment.ts';
import { deployedFunctions, type FunctionOverrides } from './deployed-functions.ts';
import { type LocalPace, localDeployment } from './deployment.ts';

/** How it is run, and what differs from what is deployed. */
export interface CloudOptions
  extends Omit<
      LocalAwsOptions,
      'buckets' | 'tables' | 'collections' | 'functions' | 'machines' | 'uploads' | 'expiries'
    >,
    LocalPace {
  /** Whether a photo put under the raw prefix starts an execution by itself; not by default. */
  readonly startOnUpload?: boolean;
  readonly functions?: FunctionOverrides;
  /** A stage for the hook: it is deployed as the function `IndexFaces`. */
  readonly indexFacesFunction?: LocalFunction;
}

export interface Cloud extends LocalAws {
  readonly deployment: Deployment;
}

/**
 * Everything the workflow needs of AWS, on one port of this machine, with its state in one folder. Throws
 * DataFolderInUse when another process serves that folder.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { startOnUpload = false, functions: overrides, indexFacesFunction, ...rest } = options;
  const { searchesPerSecond, startsPerSecond, ...run } = rest;
  const { rawBucket, rawPrefix, thumbsBucket, thumbsPrefix, photosTable, paceTable, collectionId } =
    localDeployment;
  const thumbs = { bucket: thumbsBucket, prefix: thumbsPrefix };
  const cloud = await startLocalAws({
    ...run,
    buckets: [rawBucket, thumbsBucket],
    expiries: [
      { bucket: thumbsBucket, prefix: workingPrefix(thumbs), days: workingFileDays },
      { bucket: thumbsBucket, prefix: runsPrefix(thumbs), days: runFileDays },
    ],
    tables: [
      { name: photosTable, partitionKey: 'photoId' },
      { name: paceTable!, partitionKey: 'clock' },
    ],
    collections: [collectionId],
    functions: {
      ...deployedFunctions(overrides, { searchesPerSecond, startsPerSecond }),
      ...(indexFacesFunction && { IndexFaces: indexFacesFunction }),
    },
    machines: [
      {
        name: machineName,
        definition: loadDefinition(functionArn, { withStage: indexFacesFunction !== undefined }),
      },
      {
        name: reprocessMachineName(machineName),
        definition: loadReprocessDefinition(functionArn, stateMachineArn(machineName)),
      },
    ],
    uploads: startOnUpload
      ? { bucket: rawBucket, prefix: rawPrefix, function: 'StartMatch', batches: uploadBatches }
      : undefined,
  });
  return Object.assign(cloud, { deployment: localDeployment });
}

/** A cloud that serves the data folder already, in whatever process, with the names that are deployed in it. */
export async function findRunningCloud(
  dataDir: string,
): Promise<(CloudAddress & { readonly deployment: Deployment }) | undefined> {
  const address = await findAddress(resolve(dataDir));
  return address && { ...address, deployment: localDeployment };
}
