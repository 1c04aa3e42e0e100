import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { paginateListExecutions } from '@aws-sdk/client-sfn';
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
  readonly startsPerSecond?: number | undefined;
}

/** Uploads several photos of each of many strangers at once, through the whole workflow, and processes all of them again. */
export async function runWholeBurst(
  { tps, rough, people, photosEach, startsPerSecond }: Options,
  tell: (progress: string) => void,
): Promise<WholeBurst> {
  const cloud = await startStageCloud({ tps, isRough: rough, startsPerSecond });
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
    await allEnded(cloud, keys.length, tell);
    const seconds = (performance.now() - begun) / 1000;
    let records = await readRecords(cloud);
    const known = (await cloud.known()).length;
    const ids = new Set(records.flatMap((each) => each.faces.map(({ personId }) => personId))).size;
    const failed = keys.length - records.filter(({ status }) => status === 'MATCHED').length;
    const calls = cloud.cloud.recorded.counts
      .filter(({ caller, action }) => caller === 'IndexFaces' && /rekognition:(Search|Index)/.test(action))
      .reduce((total, { count }) => total + count, 0);

    let again = 0;
    await forEachAtOnce(keys, { atOnce: 8, signal }, async (key) => {
      const { executionArn } = await cloud.cloud.stepFunctions.startExecution({
        machine: machineName,
        input: { key },
      });
      await cloud.cloud.stepFunctions.waitFor(executionArn);
      again += 1;
      tell(`${again} of ${keys.length} photos again`);
    });
    records = await readRecords(cloud);
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
  readonly faces: readonly { readonly personId?: string }[];
}

async function readRecords({ clients, cloud }: StageCloud): Promise<Recorded[]> {
  const pages = paginateScan({ client: clients.photos }, { TableName: cloud.deployment.photosTable });
  return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items as Recorded[]);
}

async function allEnded(
  { clients, cloud }: StageCloud,
  photos: number,
  tell: (progress: string) => void,
): Promise<void> {
  const { stateMachineArn } = cloud.deployment;
  for (;;) {
    const pages = paginateListExecutions({ client: clients.sfn, pageSize: 1000 }, { stateMachineArn });
    const executions = (await Array.fromAsync(pages)).flatMap((page) => page.executions ?? []);
    const ended = executions.filter(({ status }) => status !== 'RUNNING').length;
    tell(`${ended} of ${photos} photos`);
    if (ended === photos) return;
    await sleep(2_000);
  }
}
