import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateListFaces } from '@aws-sdk/client-rekognition';
import { bundleModules } from '@match-faces/local-aws/lambda/bundled-modules.ts';
import { startCloud } from '../../local/cloud.ts';
import { paceAt } from '../../local/deployment.ts';
import { stageFunction } from '../../local/stage-function.ts';
import { clientsOf } from '../clients.ts';
import { colouredPeople } from './coloured-people.ts';

export type StageCloud = Awaited<ReturnType<typeof startStageCloud>>;

export interface StageCloudOptions {
  /** Calls a second of each operation. */
  readonly tps: number;
  /** Whether functions die, and 30 % of the stage's calls are throttled beyond the quota. */
  readonly isRough: boolean;
  /** Executions a second; by default as many as the quota of DetectFaces asks for. */
  readonly startsPerSecond?: number | undefined;
}

const handlers = {
  smooth: 'examples/index-faces/handler.ts',
  rough: 'bench/stage/dying-handler.ts',
} as const;
const bundled = bundleModules({
  root: join(import.meta.dirname, '../..'),
  entryPoints: Object.values(handlers),
  sources: [
    'bench/stage/dying-handler.ts',
    'examples/index-faces/*.ts',
    'lambdas/**/*.ts',
    'statemachine/*.ts',
    'package-lock.json',
  ],
});

/** A local cloud in real time with the example in the hook, people told by colours, and Rekognition's quotas. */
export async function startStageCloud({ tps, isRough, startsPerSecond }: StageCloudOptions) {
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-stage-'));
  const quota = paceAt(tps);
  const pace = { ...quota, startsPerSecond: startsPerSecond ?? quota.startsPerSecond };
  const cloud = await startCloud({
    dataDir,
    engine: colouredPeople(),
    startOnUpload: true,
    ...pace,
    indexFacesFunction: {
      ...stageFunction(await bundled(isRough ? handlers.rough : handlers.smooth), pace, {}),
      memoryMB: 256,
    },
  });
  if (isRough) {
    for (const operation of ['SearchFacesByImage', 'IndexFaces', 'SearchFaces']) {
      cloud.faults.add({
        service: 'rekognition',
        operation,
        rate: 0.3,
        error: { name: 'ThrottlingException', message: 'Slow down', status: 400 },
      });
    }
  }
  const clients = clientsOf(cloud);
  return {
    cloud,
    clients,
    async known(): Promise<string[]> {
      const pages = paginateListFaces(
        { client: clients.rekognition },
        { CollectionId: cloud.deployment.collectionId },
      );
      return (await Array.fromAsync(pages)).flatMap(({ Faces = [] }) => Faces.map(({ FaceId }) => FaceId!));
    },
    async close(): Promise<void> {
      clients.close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
