import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { forEachAtOnce } from '../../operations/at-once.ts';
import { machineName } from '../../statemachine/deployment.ts';
import { photoOf } from './coloured-people.ts';
import { type StageCloud, startStageCloud } from './stage-cloud.ts';

export interface WholeBurst {
  readonly tps: number;
  readonly rough: boolean;
  readonly people: number;
  readonly photos: number;
  readonly seconds: number;
  readonly newPerSecond: number;
  readonly inCollection: number;
  /** Different ids in the records. */
  readonly ids: number;
  readonly failed: number;
  readonly callsPerFace: number;
  /** Processed again: photos whose face is a Match, and faces that were added. */
  readonly matchedAgain: number;
  readonly added: number;
}

interface Options {
  readonly tps: number;
  readonly rough: boolean;
  readonly people: number;
  readonly photosEach: number;
}

/** Uploads several photos of each of many strangers at once, through the whole workflow, and processes all of them again. */
export async function runWholeBurst(
  { tps, rough, people, photosEach }: Options,
  tell: (progress: string) => void,
): Promise<WholeBurst> {
  const cloud = await startStageCloud({ tps, isRough: rough });
  try {
    const keys = Array.from({ length: people * photosEach }, (_, number) => `photos-raw/${number}.jpg`);
    const { signal } = new AbortController();
    const begun = performance.now();
    await forEachAtOnce([...keys.entries()], { atOnce: 8, signal }, async ([number, Key]) => {
      const Body = await photoOf(number % people, Math.floor(number / people));
      await cloud.clients.s3.send(
        new PutObjectCommand({ Bucket: cloud.cloud.deployment.rawBucket, Key, Body }),
      );
    });
    let records = await allRecorded(cloud, keys.length, () => true, tell);
    const seconds = (performance.now() - begun) / 1000;
    const known = (await cloud.known()).length;
    const ids = new Set(records.flatMap((each) => each.faces.map(({ personId }) => personId))).size;
    const failed = records.filter(({ status }) => status !== 'MATCHED').length;
    const calls = cloud.cloud.recorded.counts
      .filter(({ caller, action }) => caller === 'IndexFaces' && /rekognition:(Search|Index)/.test(action))
      .reduce((total, { count }) => total + count, 0);

    const before = new Set(records.map(({ executionArn }) => executionArn));
    await forEachAtOnce(keys, { atOnce: 8, signal }, async (key) => {
      await cloud.cloud.stepFunctions.startExecution({ machine: machineName, input: { key } });
    });
    records = await allRecorded(cloud, keys.length, ({ executionArn }) => !before.has(executionArn), tell);
    return {
      tps,
      rough,
      people,
      photos: keys.length,
      seconds: Math.round(seconds),
      newPerSecond: people / seconds,
      inCollection: known,
      ids,
      failed,
      callsPerFace: calls / keys.length,
      matchedAgain: records.filter(({ matchedCount }) => matchedCount === 1).length,
      added: (await cloud.known()).length - known,
    };
  } finally {
    await cloud.close();
  }
}

interface Recorded {
  readonly status: string;
  readonly matchedCount: number;
  readonly executionArn: string;
  readonly faces: readonly { readonly personId?: string }[];
}

async function allRecorded(
  { clients, cloud }: StageCloud,
  photos: number,
  isMeant: (record: Recorded) => boolean,
  tell: (progress: string) => void,
): Promise<Recorded[]> {
  for (;;) {
    const pages = paginateScan({ client: clients.photos }, { TableName: cloud.deployment.photosTable });
    const records = (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items as Recorded[]);
    const meant = records.filter(isMeant);
    tell(`${meant.length} of ${photos} photos`);
    if (meant.length === photos) return meant;
    await sleep(2_000);
  }
}
