import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type HistoryEvent, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { functions, startMatch, uploadBatches } from '../../lambdas/functions.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { enrollFirstSample } from '../../operations/match/enroll-sample.ts';
import { machineName } from '../../statemachine/deployment.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { defaultQuotas, startsWithin } from '../../statemachine/rekognition-quotas.ts';
import { clientsOf } from '../clients.ts';
import { matchPhoto } from '../loop/match-photo.ts';
import { logLineOf } from './log-line.ts';
import type { PhotoSet } from './photo-sets.ts';
import type { Usage } from './usage.ts';

/** Of StartMatch for an upload, where Rekognition's quotas are the large ones. */
const startSeconds = uploadBatches.atOnce / startsWithin(defaultQuotas.large.detectFaces);

/** The loop's memory: one vCPU, as CropAndSearch has it. */
const loopMemoryMB = functions.CropAndSearch.memoryMB;

export type CountedCloud = Awaited<ReturnType<typeof startCountedCloud>>;

/** A local cloud that counts what AWS would bill. One invocation at a time has the machine, as on Lambda. */
export async function startCountedCloud({ engine, files, enrollFirst }: PhotoSet) {
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-cost-'));
  // A pace that keeps nobody waiting, and takes a turn of each.
  const searchesPerSecond = 1_000_000;
  const cloud = await startCloud({ dataDir, engine: engine(), concurrency: 1, searchesPerSecond });
  const { deployment } = cloud;
  const { rawBucket, rawPrefix, photosTable } = deployment;
  const clients = clientsOf(cloud);
  const loopSettings = { ...deployment, table: photosTable };
  const options = { dataDir: cloud.dataDir, aws: false };
  const target = { kind: 'server' as const, startOnUpload: false, ...clients, deployment, options };

  const keys: string[] = [];
  for (const Body of await files()) {
    const key = `${rawPrefix}cost/${keys.length + 1}.jpg`;
    await clients.s3.send(new PutObjectCommand({ Bucket: rawBucket, Key: key, Body }));
    keys.push(key);
  }
  if (enrollFirst) await enrollFirstSample({ ...target, close: async () => {} });

  return {
    keys,
    /** From here on every call of Rekognition takes so long. */
    slowDown(latencyMs: number): void {
      for (const operation of ['DetectFaces', 'SearchFacesByImage']) {
        cloud.faults.add({ service: 'rekognition', operation, latencyMs });
      }
    },
    /** What the workflow uses for a photo. */
    async runWorkflow(key: string): Promise<Usage> {
      const before = await readCounters(cloud);
      const { executionArn } = await cloud.stepFunctions.startExecution({
        machine: machineName,
        input: { key },
      });
      const status = await cloud.stepFunctions.waitFor(executionArn);
      if (status !== 'SUCCEEDED')
        throw new Error(`Expected ${executionArn} to succeed, it ended as ${status}`);
      const after = await readCounters(cloud);
      const history = await readHistory(executionArn);
      const billed = Object.entries(functions).map(([name, { memoryMB }]) => ({
        invocations: after.functions[name]!.invocations - before.functions[name]!.invocations,
        ms: after.functions[name]!.billedMilliseconds - before.functions[name]!.billedMilliseconds,
        memoryMB,
      }));
      const sum = (figure: (each: (typeof billed)[number]) => number) =>
        billed.reduce((total, each) => total + figure(each), 0);
      const stateLog = history.map((event) => logLineOf(event, executionArn).length);
      return {
        ...requests(before, after, (caller) => caller in functions),
        transitions: countTransitions(history),
        // An upload that comes alone has StartMatch to itself, for as long as its share of the rate.
        invocations: sum(({ invocations }) => invocations) + 1,
        lambdaMs: sum(({ ms }) => ms) + 1000 * startSeconds,
        gbSeconds:
          sum(({ ms, memoryMB }) => (ms / 1000) * (memoryMB / 1024)) +
          startSeconds * (startMatch.memoryMB / 1024),
        queueRequests: 3,
        writeUnits: (await writeUnits(photoId(rawBucket, key))) + turnsTaken(before, after),
        logBytes: after.logBytes - before.logBytes + stateLog.reduce((total, length) => total + length, 0),
      };
    },
    /** What the loop uses for the same photo; it logs nothing. */
    async runLoop(key: string): Promise<Usage> {
      const before = await readCounters(cloud);
      const begun = performance.now();
      await matchPhoto(key, loopSettings, clients);
      const lambdaMs = Math.ceil(performance.now() - begun);
      return {
        ...requests(before, await readCounters(cloud), (caller) => caller === 'operator'),
        transitions: 0,
        invocations: 1,
        lambdaMs,
        gbSeconds: (lambdaMs / 1000) * (loopMemoryMB / 1024),
        writeUnits: await writeUnits(`loop-${key}`),
        queueRequests: 0,
        logBytes: 0,
      };
    },
    async close(): Promise<void> {
      clients.close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };

  async function readHistory(executionArn: string) {
    const pages = paginateGetExecutionHistory({ client: clients.sfn, pageSize: 1000 }, { executionArn });
    return (await Array.fromAsync(pages)).flatMap(({ events = [] }) => events);
  }

  /** DynamoDB counts them: the record is written again, unchanged. */
  async function writeUnits(id: string): Promise<number> {
    const { Item } = await clients.photos.send(
      new GetCommand({ TableName: photosTable, Key: { photoId: id } }),
    );
    const { ConsumedCapacity } = await clients.photos.send(
      new PutCommand({ TableName: photosTable, Item, ReturnConsumedCapacity: 'TOTAL' }),
    );
    return ConsumedCapacity!.CapacityUnits!;
  }
}

interface Counters {
  readonly counts: Cloud['recorded']['counts'];
  readonly functions: Cloud['statistics'];
  readonly logBytes: number;
}

async function readCounters({ recorded, statistics, dataDir }: Cloud): Promise<Counters> {
  const folder = join(dataDir, 'logs');
  const logs = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))));
  return {
    counts: recorded.counts,
    functions: statistics,
    logBytes: logs.reduce((total, { size }) => total + size, 0),
  };
}

/** Calls of the clock; the record is RecordMatches' own. */
function turnsTaken(before: Counters, after: Counters): number {
  const calls = ({ counts }: Counters) =>
    counts
      .filter(({ caller, action }) => caller === 'DetectFaces' && action === 'dynamodb:UpdateItem')
      .reduce((total, { count }) => total + count, 0);
  return calls(after) - calls(before);
}

/** By the action that IAM asks for, which for S3 is also what a request is billed as. */
function requests(before: Counters, after: Counters, isMeant: (caller: string) => boolean) {
  const usesIn = ({ counts }: Counters, action: string) =>
    counts
      .filter((use) => use.action === action && isMeant(use.caller))
      .reduce((total, { count }) => total + count, 0);
  const uses = (action: string) => usesIn(after, action) - usesIn(before, action);
  return {
    detections: uses('rekognition:DetectFaces'),
    searches: uses('rekognition:SearchFacesByImage'),
    // Rekognition's own reads of photos, too.
    s3Reads: uses('s3:GetObject'),
    s3Writes: uses('s3:PutObject') + uses('s3:ListBucket'),
  };
}

/** Each entry into a state, and each retry: every call of a function but the first of its state. */
function countTransitions(history: readonly HistoryEvent[]): number {
  const entered = history.filter(({ type }) => type!.endsWith('StateEntered')).length;
  const calls = history.filter(({ type }) => type === 'LambdaFunctionScheduled').length;
  const tasks = history.filter(({ type }) => type === 'TaskStateEntered').length;
  return entered + calls - tasks;
}
