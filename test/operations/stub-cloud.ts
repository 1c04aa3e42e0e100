import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import sharp from 'sharp';
import { faceAt } from '../../bench/fixed-faces.ts';
import { type CloudOptions, startCloud } from '../../local/cloud.ts';
import { localDeployment } from '../../local/deployment.ts';
import type { FaceEngine } from '../../local-aws/rekognition/face-engine.ts';
import { createClients } from '../../operations/connect/clients.ts';
import { accountOf } from '../../statemachine/deployment.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { type Ended, runCommand, startCommand } from '../cli/run-command.ts';

type Command = Parameters<typeof runCommand>[0];

export type StubCloud = Awaited<ReturnType<typeof startStubCloud>>;

/**
 * A local cloud that commands of other processes find, with photos in it that were never run. A stub recognises:
 * it sees as many faces in a photo as `photoWith` was told, and takes every face for the same person. Retries
 * wait a hundredth of their time.
 */
export async function startStubCloud(
  photos: Readonly<Record<string, Buffer | string>>,
  options: Partial<CloudOptions> = {},
) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'stub-cloud-'));
  const settings = { dataDir, waitScale: 0.01, engine: stubEngine };
  const silent = await startCloud({ ...settings, startOnUpload: false });
  await upload(clientsOf(silent.endpoint), photos);
  await silent.close();

  const cloud = await startCloud({ ...settings, startOnUpload: true, ...options });
  const clients = clientsOf(cloud.endpoint);
  const { sfn } = clients;
  const { collectionId, photosTable, rawBucket, stateMachineArn } = localDeployment;

  return {
    ...clients,
    cloud,
    dataDir,
    run: (command: Command, args: readonly string[]): Promise<Ended> =>
      runCommand(command, [...args, '--data-dir', dataDir]),
    start: (command: Command, args: readonly string[]) =>
      startCommand(command, [...args, '--data-dir', dataDir]),
    /** Objects by their names under `photos-raw/`; each starts an execution. */
    upload: (objects: Readonly<Record<string, Buffer | string>>) => upload(clients, objects),
    async record(key: string): Promise<PhotoRecord | undefined> {
      const Key = { photoId: photoId(rawBucket, key) };
      const { Item } = await clients.photos.send(new GetCommand({ TableName: photosTable, Key }));
      return Item as PhotoRecord | undefined;
    },
    /** All executions, with their input, once none is running any more. */
    async executions() {
      const pages = await Array.fromAsync(paginateListExecutions({ client: sfn }, { stateMachineArn }));
      const listed = pages.flatMap(({ executions = [] }) => executions);
      await Promise.all(listed.map(({ executionArn }) => cloud.stepFunctions.waitFor(executionArn!)));
      return Promise.all(
        listed.map(async ({ executionArn }) => {
          const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
          return { ...execution, key: JSON.parse(execution.input!).key as string };
        }),
      );
    },
    /** Puts the one person into the collection whom the stub sees everywhere; returns the faceId. */
    async enroll(): Promise<string> {
      const Image = { Bytes: await photoWith(1) };
      const { FaceRecords } = await clients.rekognition.send(
        new IndexFacesCommand({ CollectionId: collectionId, Image, MaxFaces: 1, QualityFilter: 'NONE' }),
      );
      return FaceRecords![0]!.Face!.FaceId!;
    },
    async close(): Promise<void> {
      clients.close();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const clientsOf = (endpoint: string) =>
  createClients({
    endpoint,
    region: localDeployment.region,
    bucketOwner: accountOf(localDeployment),
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });

async function upload(
  { s3 }: ReturnType<typeof clientsOf>,
  objects: Readonly<Record<string, Buffer | string>>,
): Promise<void> {
  const { rawBucket: Bucket, rawPrefix } = localDeployment;
  for (const [name, Body] of Object.entries(objects)) {
    await s3.send(new PutObjectCommand({ Bucket, Key: rawPrefix + name, Body }));
  }
}

/** Wider than any crop; its width above that says how many faces there are. */
const photoWidth = 900;

/** A photo in which the stub sees so many faces, at most 8. */
export const photoWith = (faces: number): Promise<Buffer> =>
  sharp({ create: { width: photoWidth + faces, height: 200, channels: 3, background: '#864' } })
    .jpeg()
    .toBuffer();

const faceWidth = 64;

const stubEngine: FaceEngine = {
  version: 'stub',
  ready: Promise.resolve(),
  detect: async (image) => {
    const { width = 0 } = await sharp(image).metadata();
    return Array.from({ length: width - photoWidth }, (_, index) =>
      faceAt({
        left: (30 + 110 * index) / width,
        top: 0.3,
        width: faceWidth / width,
        height: faceWidth / 200,
      }),
    );
  },
  // A crop has a margin of 0.4 of the face on each side.
  describe: async () => [
    {
      ...faceAt({ left: 0.4 / 1.8, top: 0.4 / 1.8, width: 1 / 1.8, height: 1 / 1.8 }),
      descriptor: new Float32Array(512).fill(1 / Math.sqrt(512)),
      strength: 3,
      misfit: 3,
    },
  ],
  close: async () => {},
};
