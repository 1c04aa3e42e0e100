import { stripVTControlCharacters } from 'node:util';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { stepLine } from '../../../cli/smoke.ts';
import type { CloudOptions } from '../../../local/cloud.ts';
import type { FaceEngine } from '../../../local-aws/rekognition/face-engine.ts';
import { connect, type Target } from '../../../operations/connect.ts';
import { smokeTest } from '../../../operations/smoke/smoke-test.ts';
import type { Step } from '../../../operations/smoke/steps.ts';
import { fixedFace, fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { type Deployed, deployLocally } from '../../workflow/deployed.ts';

/** Sees two people in every photo, and the one it was cut for in every crop, which alone are searched. */
const twoPeople: FaceEngine = {
  ...fixedFaceEngine([fixedFace(1), fixedFace(6)]),
  describe: async () => [fixedFace(1, { boundingBox: { left: 0.2, top: 0.2, width: 0.6, height: 0.6 } })],
};

/** A local cloud where uploads start executions, and a command's connection to it. */
export async function deployForSmoke(
  options: Partial<CloudOptions> = {},
): Promise<{ deployed: Deployed; target: Target }> {
  const deployed = await deployLocally({ engine: twoPeople, startOnUpload: true, ...options });
  onTestFinished(() => deployed.close());
  const target = await connect({ aws: false, dataDir: deployed.cloud.dataDir });
  onTestFinished(() => target.close());
  return { deployed, target };
}

export interface SmokeRun {
  /** A line per step, without colours and duration. */
  readonly log: readonly string[];
  readonly failure?: Error;
}

/** Runs a smoke test; `interruptAfter` is how the line begins after which its user interrupts it. */
export async function runSmokeTest(
  target: Target,
  { keep = false, interruptAfter }: { keep?: boolean; interruptAfter?: string } = {},
): Promise<SmokeRun> {
  const log: string[] = [];
  const interrupt = new AbortController();
  const tell = (step: Step) => {
    const line = stepLine(step);
    log.push(withoutDuration(line));
    if (interruptAfter && line.includes(interruptAfter)) interrupt.abort();
  };
  try {
    await smokeTest(target, { tell, keep, signal: interrupt.signal });
    return { log };
  } catch (error) {
    return { log, failure: error as Error };
  }
}

/** All that is stored about photos: the keys of both buckets' objects, and of the photos with a record. */
export async function storedKeys({ s3, photos, cloud }: Deployed): Promise<string[]> {
  const { rawBucket, thumbsBucket, photosTable } = cloud.deployment;
  const { Items = [] } = await photos.send(new ScanCommand({ TableName: photosTable }));
  const objects = [rawBucket, thumbsBucket].map(async (Bucket) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key }) => Key!);
  });
  return [...(await Promise.all(objects)).flat(), ...Items.map(({ s3Key }) => `record of ${s3Key}`)].sort();
}

const withoutDuration = (line: string): string =>
  stripVTControlCharacters(line).replace(/ {2}[\d.]+ (s|min \d+ s)$/, '');
