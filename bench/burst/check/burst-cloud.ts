import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type HistoryEvent, ListExecutionsCommand, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { clockKey } from '../../../lambdas/detect-faces/clock.ts';
import { startCloud } from '../../../local/cloud.ts';
import { forEachAtOnce } from '../../../operations/at-once.ts';
import type { FunctionName } from '../../../statemachine/definition.ts';
import { machineName } from '../../../statemachine/deployment.ts';
import { photoIdIn } from '../../../statemachine/execution-name.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import { startsWithin } from '../../../statemachine/rekognition-quotas.ts';
import { clientsOf } from '../../clients.ts';
import { fixedFaces, plainPhoto } from '../../fixed-faces.ts';

export interface BurstCloudOptions {
  readonly facesPerPhoto: number;
  readonly searchTps: number;
  readonly detectFacesTps: number;
  /** Invocations of each function at once; more are refused. */
  readonly lambdaConcurrency: number;
}

export type BurstCloud = Awaited<ReturnType<typeof startBurstCloud>>;

/** A local cloud in real time whose Rekognition answers at once and keeps to a quota once it is `limited`. */
export async function startBurstCloud(options: BurstCloudOptions) {
  const { facesPerPhoto, searchTps, detectFacesTps, lambdaConcurrency } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-burst-'));
  // The gateway looks a quota up at each call.
  const rekognitionQuotas: Record<string, number> = {};
  const cloud = await startCloud({
    dataDir,
    engine: fixedFaces(facesPerPhoto),
    rekognitionQuotas,
    startOnUpload: true,
    searchesPerSecond: searchTps,
    startsPerSecond: startsWithin(detectFacesTps),
    concurrency: lambdaConcurrency,
    throttle: true,
  });
  const { rawBucket, rawPrefix, stateMachineArn, paceTable } = cloud.deployment;
  const clients = clientsOf(cloud);
  const body = await plainPhoto();
  const put = (Key: string) => clients.s3.send(new PutObjectCommand({ Bucket: rawBucket, Key, Body: body }));
  const key = `${rawPrefix}burst.jpg`;
  await put(key);

  let unlimited = cloud.statistics;

  return {
    /** From here on the quota holds, nobody has a turn, and durations are measured. */
    async limit(): Promise<void> {
      await clients.photos.send(new DeleteCommand({ TableName: paceTable, Key: clockKey }));
      Object.assign(rekognitionQuotas, { SearchFacesByImage: searchTps, DetectFaces: detectFacesTps });
      unlimited = cloud.statistics;
    },
    /** Runs so many executions and returns the history of each. */
    async execute(photos: number, atOnce = photos): Promise<HistoryEvent[][]> {
      const names = Array.from({ length: photos }, () => randomUUID());
      const arns: string[] = [];
      const { signal } = new AbortController();
      await forEachAtOnce(names, { atOnce, signal }, async (name) => {
        const request = { machine: machineName, name, input: { key } };
        const { executionArn } = await cloud.stepFunctions.startExecution(request);
        arns.push(executionArn);
        await cloud.stepFunctions.waitFor(executionArn);
      });
      return Promise.all(arns.map(readHistory));
    },
    /** Uploads so many photos at once and returns the history of each one's execution. */
    async upload(photos: number): Promise<HistoryEvent[][]> {
      const keys = Array.from({ length: photos }, () => `${rawPrefix}${randomUUID()}.jpg`);
      await Promise.all(keys.map(put));
      const ids = new Set(keys.map((each) => photoId(rawBucket, each)));
      const arns = await untilAllStarted(ids);
      await Promise.all(arns.map((arn) => cloud.stepFunctions.waitFor(arn)));
      return Promise.all(arns.map(readHistory));
    },
    /** Of an invocation, since the quota holds. */
    meanSeconds(name: FunctionName): number {
      const [before, after] = [unlimited[name]!, cloud.statistics[name]!];
      const milliseconds = after.billedMilliseconds - before.billedMilliseconds;
      return milliseconds / 1000 / (after.invocations - before.invocations);
    },
    async close(): Promise<void> {
      clients.close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };

  async function untilAllStarted(photoIds: ReadonlySet<string>): Promise<string[]> {
    for (;;) {
      const request = new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 });
      const { executions = [] } = await clients.sfn.send(request);
      const started = executions.filter(({ name }) => photoIds.has(photoIdIn(name!) ?? ''));
      if (started.length === photoIds.size) return started.map(({ executionArn }) => executionArn!);
      await sleep(100);
    }
  }

  async function readHistory(executionArn: string): Promise<HistoryEvent[]> {
    const pages = paginateGetExecutionHistory({ client: clients.sfn }, { executionArn });
    return (await Array.fromAsync(pages)).flatMap(({ events = [] }) => events);
  }
}
