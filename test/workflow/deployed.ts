import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteFacesCommand,
  IndexFacesCommand,
  ListFacesCommand,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud.ts';
import { samplePhotos } from '../../local/sample-photos.ts';
import type { ExecutionInput, RecordedPhoto } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';

/** A sample photo of the face library; `sample(1)` shows three people. */
export const sample = (number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> =>
  readFile(samplePhotos[number - 1]!.path);

export interface Finished {
  readonly arn: string;
  readonly status: DescribeExecutionOutput['status'];
  readonly output?: RecordedPhoto;
  readonly error?: string;
  readonly cause?: string;
}

export type Deployed = Awaited<ReturnType<typeof deployLocally>>;

/** The whole workflow on a local cloud of its own, with what a test does and sees. Retries wait a thousandth of their time. */
export async function deployLocally(options: Partial<CloudOptions> = {}) {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'match-faces-')));
  const cloud: Cloud = await startCloud({ waitScale: 0.001, ...options, dataDir });
  const { rawBucket, photosTable, collectionId, stateMachineArn } = cloud.deployment;
  const client = {
    endpoint: cloud.endpoint,
    region: cloud.deployment.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sfn = new SFNClient(client);
  const rekognition = new RekognitionClient(client);
  const photos = DynamoDBDocumentClient.from(new DynamoDBClient(client));

  const start = async (input: unknown): Promise<string> => {
    const request = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    return (await sfn.send(request)).executionArn!;
  };

  const finished = async (executionArn: string): Promise<Finished> => {
    await cloud.stepFunctions.waitFor(executionArn);
    const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return { arn: executionArn, status, output: output && JSON.parse(output), error, cause };
  };

  return {
    cloud,
    s3,
    sfn,
    rekognition,
    photos,
    collectionId,
    /** Puts a photo under `photos-raw/` and returns its key. */
    async upload(name: string, bytes: Buffer | string): Promise<string> {
      const key = `photos-raw/${name}`;
      await s3.send(new PutObjectCommand({ Bucket: rawBucket, Key: key, Body: bytes }));
      return key;
    },
    async remove(key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: rawBucket, Key: key }));
    },
    start,
    finished,
    run: async (input: ExecutionInput | unknown): Promise<Finished> => finished(await start(input)),
    async redrive(executionArn: string): Promise<Finished> {
      await sfn.send(new RedriveExecutionCommand({ executionArn }));
      return finished(executionArn);
    },
    async history(executionArn: string): Promise<HistoryEvent[]> {
      const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn });
      return (await Array.fromAsync(pages)).flatMap(({ events }) => events ?? []);
    },
    /** The item of a key in the Photos table. */
    async record(key: string): Promise<PhotoRecord | undefined> {
      const item = await photos.send(
        new GetCommand({
          TableName: photosTable,
          Key: { photoId: photoId(rawBucket, key) },
          ConsistentRead: true,
        }),
      );
      return item.Item as PhotoRecord | undefined;
    },
    /** Puts the faces of a photo into the collection; the largest first. Returns their ids. */
    async enroll(bytes: Buffer, mostFaces = 100): Promise<string[]> {
      const { FaceRecords = [] } = await rekognition.send(
        new IndexFacesCommand({ CollectionId: collectionId, Image: { Bytes: bytes }, MaxFaces: mostFaces }),
      );
      return FaceRecords.map(({ Face }) => Face!.FaceId!);
    },
    async forgetEverybody(): Promise<void> {
      const { Faces = [] } = await rekognition.send(new ListFacesCommand({ CollectionId: collectionId }));
      if (!Faces.length) return;
      await rekognition.send(
        new DeleteFacesCommand({ CollectionId: collectionId, FaceIds: Faces.map(({ FaceId }) => FaceId!) }),
      );
    },
    /** The lines of a function's log. */
    async log(functionName: string): Promise<Record<string, unknown>[]> {
      const text = await readFile(join(dataDir, 'logs', `${functionName}.log`), 'utf8');
      return text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    /** Injects a fault for the rest of the test. */
    inject(fault: Parameters<Cloud['faults']['add']>[0]) {
      const injected = cloud.faults.add(fault);
      onTestFinished(() => injected.remove());
      return injected;
    },
    async close(): Promise<void> {
      for (const each of [s3, sfn, rekognition, photos]) each.destroy();
      await cloud.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
