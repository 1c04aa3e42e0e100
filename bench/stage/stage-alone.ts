import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { faceCollection } from '../../examples/index-faces/face-collection.ts';
import { indexFace, type Stage } from '../../examples/index-faces/index-face.ts';
import { storedIn } from '../../examples/index-faces/stored-json.ts';
import { turnsOf } from '../../examples/index-faces/turns.ts';
import { WaitingFaces } from '../../examples/index-faces/waiting-faces.ts';
import type { FaceToIndex } from '../../statemachine/payloads.ts';
import { prices } from '../../statemachine/prices.ts';
import example from '../../statemachine/samples/face-to-index.json' with { type: 'json' };
import { rounded } from '../report.ts';
import { photoOf } from './coloured-people.ts';
import { type StageCloud, startStageCloud } from './stage-cloud.ts';

/** What the stage does with so many faces that come at once, and how fast. */
export interface StageRun {
  readonly faces: 'new' | 'known';
  readonly tps: number;
  readonly people: number;
  /** Until the last answer is there, and until the last has come for it. */
  readonly seconds: number;
  readonly untilTold: number;
  readonly facesPerSecond: number;
  readonly callsPerFace: number;
  readonly invocationsPerFace: number;
  /** Of Rekognition, S3 and state transitions, for 1,000 faces; Lambda's is a hundredth of it. */
  readonly dollarsPerThousand: number;
}

/** Of Rekognition, in milliseconds, as AWS takes. */
const latencyMs = 250;

/** The stage alone, without the workflow around it: strangers, and then the same people in other photos. */
export async function runStageAlone(tps: number, people: number): Promise<StageRun[]> {
  const cloud = await startStageCloud({ tps, isRough: false });
  try {
    for (const operation of ['SearchFacesByImage', 'IndexFaces', 'SearchFaces']) {
      cloud.cloud.faults.add({ service: 'rekognition', operation, latencyMs });
    }
    const runs: StageRun[] = [];
    for (const faces of ['new', 'known'] as const) runs.push(await run(cloud, faces, tps, people));
    const inCollection = (await cloud.known()).length;
    if (inCollection !== people)
      throw new Error(`Expected ${people} faces in the collection, got ${inCollection}`);
    return runs;
  } finally {
    await cloud.close();
  }
}

async function run(
  cloud: StageCloud,
  faces: StageRun['faces'],
  tps: number,
  people: number,
): Promise<StageRun> {
  const asked = await Promise.all(Array.from({ length: people }, (_, person) => store(cloud, faces, person)));
  const stage = stageOn(cloud, tps);
  const before = counts(cloud);
  const begun = performance.now();
  const invocations = await Promise.all(asked.map((face) => untilTold(face, stage)));
  const untilToldSeconds = (performance.now() - begun) / 1000;
  const seconds = (stage.waiting.lastAnswer - begun) / 1000;
  const after = counts(cloud);
  const sum = invocations.reduce((total, each) => total + each, 0);
  const rekognition = after.rekognition - before.rekognition;
  const dollars =
    rekognition * prices.rekognitionImage +
    (after.reads - before.reads) * prices.s3Read +
    (after.writes - before.writes) * prices.s3Write +
    sum * (prices.stateTransition + prices.lambdaRequest);
  return {
    faces,
    tps,
    people,
    seconds: rounded(seconds, 1),
    untilTold: Math.round(untilToldSeconds),
    facesPerSecond: people / seconds,
    callsPerFace: rekognition / people,
    invocationsPerFace: sum / people,
    dollarsPerThousand: (1000 * dollars) / people,
  };
}

async function store({ cloud, clients }: StageCloud, faces: string, person: number): Promise<FaceToIndex> {
  const { thumbsBucket: bucket, thumbsPrefix, collectionId } = cloud.deployment;
  const photoId = `${faces}-${person}`;
  const key = `${thumbsPrefix}${photoId}/etag/face_1.jpg`;
  const Body = await photoOf(person, faces === 'new' ? 1 : 2);
  await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
  return { ...example, photoId, idx: 1, crop: { bucket, key }, collectionId };
}

/** As its handler puts it together. */
function stageOn({ cloud, clients }: StageCloud, tps: number) {
  const { thumbsBucket, thumbsPrefix, collectionId, paceTable } = cloud.deployment;
  const stored = storedIn(clients.s3, thumbsBucket);
  const settings = { callsPerSecond: tps, settleSeconds: 1, paceTable };
  return {
    stored,
    waiting: new TimedFaces(stored, `${thumbsPrefix}working/`, collectionId),
    collection: faceCollection(clients.rekognition, collectionId, 'AUTO'),
    collectionId,
    settings,
    time: { now: Date.now, sleep: (milliseconds) => sleep(Math.max(0, milliseconds)) },
    takeTurn: turnsOf(clients.photos, settings),
    newHolder: randomUUID,
  } satisfies Stage;
}

class TimedFaces extends WaitingFaces {
  lastAnswer = 0;

  override async answer(...given: Parameters<WaitingFaces['answer']>): Promise<void> {
    await super.answer(...given);
    this.lastAnswer = performance.now();
  }
}

/** Comes again after as long as the hook waits. Returns how often it was called. */
async function untilTold(face: FaceToIndex, stage: Stage): Promise<number> {
  for (let call = 1; ; call += 1) {
    try {
      await indexFace(face, stage);
      return call;
    } catch (error) {
      if ((error as Error).name !== 'ThrottlingException') throw error;
      await sleep(1000 * Math.random() * Math.min(600, 2 ** (call - 1)));
    }
  }
}

function counts({ cloud }: StageCloud) {
  const sum = (action: RegExp) =>
    cloud.recorded.counts
      .filter((each) => action.test(each.action) && each.caller === 'operator')
      .reduce((total, { count }) => total + count, 0);
  return {
    rekognition: sum(/rekognition:(Search|Index)/),
    reads: sum(/s3:GetObject/),
    writes: sum(/s3:(PutObject|ListBucket)/),
  };
}
