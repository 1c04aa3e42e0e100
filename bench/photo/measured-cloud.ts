import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IndexFacesCommand } from '@aws-sdk/client-rekognition';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { functionArn } from '@match-faces/local-aws/account.ts';
import { createLambdaRuntime } from '@match-faces/local-aws/lambda/runtime.ts';
import { functions } from '../../lambdas/functions.ts';
import { startCloud } from '../../local/cloud.ts';
import { environmentOf } from '../../local/deployment.ts';
import { machineName } from '../../statemachine/deployment.ts';
import { clientsOf } from '../clients.ts';
import { facesAt, plainPhoto } from '../fixed-faces.ts';
import { spreadFaces } from '../group-photo.ts';

/** Iterations of a Map that run at once, and so the sandboxes that AWS would have. */
const facesAtOnce = 40;

export type MeasuredCloud = Awaited<ReturnType<typeof measuredCloud>>;

/** A local cloud with one photo, and the loop beside the workflow. */
export async function measuredCloud(dataDir: string, photo: Buffer, faces: number) {
  const cloud = await startCloud({
    dataDir,
    engine: facesAt(spreadFaces(faces)),
    concurrency: facesAtOnce,
  });
  const { rawBucket, rawPrefix } = cloud.deployment;
  const clients = clientsOf(cloud);
  const key = `${rawPrefix}group.jpg`;
  await clients.s3.send(new PutObjectCommand({ Bucket: rawBucket, Key: key, Body: photo }));

  // Somebody is known, as in a collection that is in use: else every photo would ask whether it is empty.
  const { collectionId } = cloud.deployment;
  await clients.rekognition.send(
    new IndexFacesCommand({ CollectionId: collectionId, Image: { Bytes: await plainPhoto() } }),
  );

  const loop = createLambdaRuntime({
    functions: {
      Loop: {
        handlerFile: fileURLToPath(new URL('../loop/handler.ts', import.meta.url)),
        timeoutSeconds: 900,
        memoryMB: functions.DetectFaces.memoryMB,
        environment: environmentOf([
          'RAW_BUCKET',
          'THUMBS_BUCKET',
          'PHOTOS_TABLE',
          'REKOGNITION_COLLECTION_ID',
        ]),
      },
    },
    endpoint: cloud.endpoint,
    logsFolder: join(dataDir, 'loop-logs'),
  });

  return {
    endpoint: cloud.endpoint,
    key,
    /** Of every call of Rekognition. */
    addLatency: (latencyMs: number) => cloud.faults.add({ service: 'rekognition', latencyMs }),
    async runWorkflow(): Promise<void> {
      const request = { machine: machineName, name: randomUUID(), input: { key } };
      const { executionArn } = await cloud.stepFunctions.startExecution(request);
      const status = await cloud.stepFunctions.waitFor(executionArn);
      if (status !== 'SUCCEEDED') throw new Error(`Expected ${executionArn} to succeed, got ${status}`);
    },
    async runLoop(): Promise<void> {
      const { signal } = new AbortController();
      await loop.invoke({ functionArn: functionArn('Loop'), payload: { key }, signal });
    },
    async close(): Promise<void> {
      clients.close();
      await loop.close();
      await cloud.close();
    },
  };
}
