import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectsCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { s3Route } from '../../../local-aws/gateway/s3-route.ts';
import { createS3, type S3Service } from '../../../local-aws/s3/s3-service.ts';

/** True when the contract is to be checked against AWS: `REMOTE=1 REMOTE_BUCKET=… npx vitest run test/local-aws/s3/*.contract.ts`. */
export const remote = process.env.REMOTE === '1';

export interface S3UnderTest {
  client: S3Client;
  /** Another client of the same S3. */
  connect(options: S3ClientConfig): S3Client;
  bucket: string;
  /** A key nobody else uses, which is deleted in the end. */
  key(name: string): string;
  /** A prefix nobody else uses; keys under it come from `key` with the same name. */
  prefix: string;
  stop(): Promise<void>;
}

/** S3 as the contract sees it: AWS's with the credentials of the environment, or the local one on a new folder. */
export async function startS3UnderTest(): Promise<S3UnderTest> {
  const prefix = `s3-contract-${randomUUID()}/`;
  const keys = new Set<string>();
  const key = (name: string) => {
    keys.add(prefix + name);
    return prefix + name;
  };
  if (!remote) {
    const local = await startLocalS3();
    const { client, connect, bucket, stop } = local;
    return { client, connect, bucket, key, prefix, stop };
  }
  const bucket = process.env.REMOTE_BUCKET;
  if (bucket === undefined) throw new Error('Expected the name of a bucket of yours in REMOTE_BUCKET');
  const connect = (options: S3ClientConfig) => new S3Client({ forcePathStyle: true, ...options });
  const client = connect({});
  const stop = async () => {
    const all = [...keys];
    while (all.length > 0) {
      const Objects = all.splice(0, 1000).map((Key) => ({ Key }));
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
    }
    client.destroy();
  };
  return { client, connect, bucket, key, prefix, stop };
}

export interface LocalS3 {
  client: S3Client;
  connect(options: S3ClientConfig): S3Client;
  service: S3Service;
  bucket: string;
  folder: string;
  port: number;
  stop(): Promise<void>;
}

/** The local S3 behind a real HTTP server, as the gateway serves it. */
export async function startLocalS3(): Promise<LocalS3> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'));
  const service = createS3({ folder });
  const bucket = 'photos';
  await service.store.createBucket(bucket);
  const server = createServer(s3Route(service, { callerOf: () => 'operator', intercept: () => undefined }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connect = (options: S3ClientConfig) =>
    new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
      ...options,
    });
  const client = connect({});
  const stop = async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  };
  return { client, connect, service, bucket, folder, port, stop };
}
