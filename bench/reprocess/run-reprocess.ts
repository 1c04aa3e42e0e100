import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { localDeployment } from '../../local/deployment.ts';
import { describeRun } from '../../operations/reprocess/run.ts';
import { photoIdIn } from '../../statemachine/execution-name.ts';
import type { CloudMemory } from './cloud-process.ts';
import { forkCloud } from './fork-cloud.ts';

const root = path.join(import.meta.dirname, '../..');

export interface ReprocessRun {
  readonly seconds: number;
  readonly before: CloudMemory;
  readonly after: CloudMemory;
  /** Megabytes. */
  readonly commandPeak: number;
  /** Photos with a record whose faces all have their outcome. */
  readonly recorded: number;
  /** Photos that ran to their end twice. */
  readonly twice: number;
}

export interface RunConditions {
  readonly photos: number;
  /** In each. */
  readonly faces: number;
  /** Part of the calls to Rekognition that is throttled. */
  readonly throttled?: number;
  /** Whether the cloud is killed when half of the photos are through, started again, and the run redriven. */
  readonly killed?: boolean;
}

const batch = 'bench';

/**
 * Runs so many photos, with so many faces each, through the local cloud by `npm run reprocess`, each in a process of
 * its own. Throws what the command wrote when it does not succeed.
 */
export async function runReprocess({ killed, ...contents }: RunConditions): Promise<ReprocessRun> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'match-faces-reprocess-'));
  let cloud = await forkCloud({ ...contents, dataDir });
  try {
    const before = cloud.memory;
    const begin = performance.now();
    const run = ['--prefix', 'photos-raw/', '--batch', batch];
    if (killed) {
      const { child } = startCommand(dataDir, run);
      await untilHalfIsThrough(cloud.sfn);
      await cloud.kill();
      child.kill('SIGKILL');
      cloud = await forkCloud({ ...contents, dataDir });
    }
    const { peak } = startCommand(dataDir, killed ? ['--batch', batch, '--redrive'] : run);
    const commandPeak = await peak;
    const seconds = (performance.now() - begin) / 1000;
    return {
      seconds,
      before,
      after: await cloud.measure(),
      commandPeak,
      recorded: await countRecords(cloud.photos),
      twice: await countTwice(cloud.sfn),
    };
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function untilHalfIsThrough(sfn: Awaited<ReturnType<typeof forkCloud>>['sfn']): Promise<void> {
  const executionArn = `${localDeployment.reprocessMachineArn!.replace(':stateMachine:', ':execution:')}:${batch}`;
  for (;;) {
    await pause(200);
    try {
      const { progress } = await describeRun({ sfn }, executionArn);
      if (progress && progress.photos > 0 && progress.green >= progress.photos / 2) return;
    } catch (error) {
      // The command has not started it yet.
      if ((error as Error).name !== 'ExecutionDoesNotExist') throw error;
    }
  }
}

async function countRecords(client: Awaited<ReturnType<typeof forkCloud>>['photos']): Promise<number> {
  let count = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: localDeployment.photosTable }))
    count += Items.filter(({ status }) => status === 'MATCHED' || status === 'NO_FACES').length;
  return count;
}

async function countTwice(client: Awaited<ReturnType<typeof forkCloud>>['sfn']): Promise<number> {
  const { stateMachineArn } = localDeployment;
  const pages = paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'SUCCEEDED' });
  const ended = new Map<string | undefined, number>();
  for await (const { executions = [] } of pages) {
    for (const { name } of executions) {
      const photo = photoIdIn(name!);
      ended.set(photo, (ended.get(photo) ?? 0) + 1);
    }
  }
  return ended
    .values()
    .filter((count) => count > 1)
    .toArray().length;
}

/** `peak` is that of its memory in megabytes. */
function startCommand(dataDir: string, args: readonly string[]) {
  const preloaded = path.join(import.meta.dirname, 'report-memory.ts');
  const command = path.join(root, 'cli/reprocess.ts');
  const child = spawn(process.execPath, ['--import', preloaded, command, ...args, '--data-dir', dataDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = async () => {
    const [stdout, stderr, kilobytes, [code]] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      text(child.stdio[3] as NodeJS.ReadableStream),
      once(child, 'close'),
    ]);
    if (code !== 0 && !child.killed)
      throw new Error(`Expected reprocess to end with 0, got ${code}: ${stderr}${stdout}`);
    return Number(kilobytes) / 1024;
  };
  return { child, peak: ended() };
}
