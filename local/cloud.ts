import { resolve } from 'node:path';
import { functionArn } from '@match-faces/local-aws/account.ts';
import { type CloudAddress, findAddress } from '@match-faces/local-aws/data-folder.ts';
import type { LocalFunction } from '@match-faces/local-aws/lambda/local-function.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '@match-faces/local-aws/local-aws.ts';
import { workingPrefix } from '../lambdas/shared/thumbs.ts';
import { workingFileDays } from '../lambdas/shared/working-file-days.ts';
import { patienceSeconds } from '../lambdas/start-execution/look-pauses.ts';
import { loadDefinition } from '../statemachine/definition.ts';
import { type Deployment, machineName } from '../statemachine/deployment.ts';
import { deployedFunctions, type FunctionOverrides } from './deployed-functions.ts';
import { localDeployment } from './deployment.ts';

/** How it is run, and what differs from what is deployed. */
export interface CloudOptions
  extends Omit<
    LocalAwsOptions,
    'buckets' | 'tables' | 'collections' | 'functions' | 'machines' | 'uploads' | 'expiries'
  > {
  /** Whether a photo put under the raw prefix starts an execution by itself; not by default. */
  readonly startOnUpload?: boolean;
  /** Of uploads, at once; without limit by default. */
  readonly openExecutions?: number | undefined;
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
  const { startOnUpload = false, openExecutions, functions: overrides, indexFacesFunction, ...run } = options;
  const { rawBucket, rawPrefix, thumbsBucket, thumbsPrefix, photosTable, collectionId } = localDeployment;
  const thumbs = { bucket: thumbsBucket, prefix: thumbsPrefix };
  const cloud = await startLocalAws({
    ...run,
    buckets: [rawBucket, thumbsBucket],
    expiries: [{ bucket: thumbsBucket, prefix: workingPrefix(thumbs), days: workingFileDays }],
    tables: [{ name: photosTable, partitionKey: 'photoId' }],
    collections: [collectionId],
    functions: {
      ...deployedFunctions(overrides),
      ...(indexFacesFunction && { IndexFaces: indexFacesFunction }),
    },
    machines: [
      {
        name: machineName,
        definition: loadDefinition(functionArn, { withStage: indexFacesFunction !== undefined }),
      },
    ],
    uploads: startOnUpload
      ? { bucket: rawBucket, prefix: rawPrefix, machine: machineName, openExecutions, patienceSeconds }
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
