import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecutionStore } from '@match-faces/local-aws/step-functions/executions/execution-store.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { connect, type Target } from '../../operations/connect.ts';
import { executionName } from '../../operations/executions/execution-name.ts';
import { startExecution } from '../../operations/match/start-execution.ts';
import { putPhoto } from '../../operations/photos/upload-photo.ts';
import { fixedFaces, plainPhoto } from '../fixed-faces.ts';

export interface CrowdedCloud {
  readonly dataDir: string;
  readonly target: Target;
  /** The name of the newest execution, that of a photo with 100 faces. */
  readonly crowd: string;
  close(): Promise<void>;
}

/**
 * A local cloud in which so many executions have ended, each of 3 faces but the newest, which is of 100. Only two
 * are run; the others are copies of the first, with names and times of their own, as if they had been.
 */
export async function startCrowdedCloud(executions: number): Promise<CrowdedCloud> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowded-cloud-'));
  const small = await startCloud({ dataDir, engine: fixedFaces(3) });
  await run(small, 'party.jpg');
  await small.close();
  copyExecution(join(dataDir, 'executions'), executions - 2);

  const cloud = await startCloud({ dataDir, engine: fixedFaces(100) });
  const crowd = await run(cloud, 'crowd.jpg');
  const target = await connect({ dataDir, aws: false });
  return {
    dataDir,
    target,
    crowd,
    close: async () => {
      await target.close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function run({ deployment, stepFunctions, dataDir }: Cloud, name: string): Promise<string> {
  const target = await connect({ dataDir, aws: false });
  const key = `${deployment.rawPrefix}${name}`;
  await putPhoto(target.s3, await plainPhoto(), { bucket: deployment.rawBucket, key });
  const executionArn = await startExecution(target.sfn, deployment.stateMachineArn, { key });
  await stepFunctions.waitFor(executionArn);
  await target.close();
  return executionName(executionArn);
}

/** Adds so many copies of the only execution, a second apart. */
function copyExecution(folder: string, copies: number): void {
  const store = new ExecutionStore(folder, ExecutionStore.revisionsIn(folder));
  const [original] = store.index.newestFirst();
  const lines = store.readJournal(original!);
  for (let copy = 1; copy <= copies; copy++) {
    const record = store.index.put({
      ...original!,
      sequence: original!.sequence + copy,
      name: `party-copy-${copy}`,
      startDate: original!.startDate + copy / 1000,
      stopDate: original!.stopDate! + copy / 1000,
    });
    const journal = store.createJournal(record);
    for (const line of lines) journal.append(line);
    journal.close();
  }
  store.index.close();
}
