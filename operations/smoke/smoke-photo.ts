import { readFile } from 'node:fs/promises';
import { loadSharp } from '../../lambdas/shared/load-sharp.ts';
import { samplePhotos } from '../../local/sample-photos.ts';
import type { PhotoStatus } from '../../statemachine/payloads.ts';
import type { Target } from '../connect.ts';
import { indexesFaces, readStateMachine } from '../doctor/state-machine.ts';
import { readUploadListeners } from '../doctor/uploads.ts';
import type { Taken } from './steps.ts';

export interface SmokePhoto {
  readonly bytes: Buffer;
  readonly hasFaces: boolean;
}

/** What becomes of it when all is well. */
export const expectedStatus = ({ hasFaces }: SmokePhoto): PhotoStatus => (hasFaces ? 'MATCHED' : 'NO_FACES');

/** A sample photo with faces; or a photo of nobody, where somebody could be enrolled by it. */
export async function chooseSmokePhoto(target: Target, key: string): Promise<Taken<SmokePhoto>> {
  const danger = await whoMayEnroll(target, key);
  if (danger) {
    const told = `of nobody, so that nobody is enrolled: ${danger}`;
    return { value: { bytes: await photoOfNobody(), hasFaces: false }, told };
  }
  const { name, path } = samplePhotos[0]!;
  return { value: { bytes: await readFile(path), hasFaces: true }, told: name };
}

/** What could put an unknown face into a collection; undefined when nothing does. */
async function whoMayEnroll(target: Target, key: string): Promise<string | undefined> {
  const { sfn, s3, kind, deployment } = target;
  const machine = await readStateMachine(sfn, deployment.stateMachineArn);
  if (indexesFaces(machine)) return 'a stage is plugged into IndexFacesHook';
  if (kind !== 'aws') return undefined;
  try {
    const { others } = await readUploadListeners(s3, { bucket: deployment.rawBucket, key });
    return others.length > 0 ? `the bucket also tells ${others.join(', ')}` : undefined;
  } catch (error) {
    if ((error as Error).name !== 'AccessDenied') throw error;
    return 'whom else the bucket tells may not be seen (s3:GetBucketNotification)';
  }
}

async function photoOfNobody(): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#7799aa' } })
    .jpeg()
    .toBuffer();
}
