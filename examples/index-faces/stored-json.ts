import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface Stored<Value> {
  readonly value: Value;
  /** Of what is stored: another write has another one. */
  readonly etag: string;
}

/** Small objects of one bucket. */
export interface StoredJson {
  read<Value>(key: string): Promise<Stored<Value> | undefined>;
  /** Returns the ETag; undefined, and nothing is written, when there is something else than `onlyOver`. */
  write(key: string, value: unknown, onlyOver?: 'nothing' | { etag: string }): Promise<string | undefined>;
  /** The first of the keys under the prefix, in their order. */
  list(prefix: string, atMost: number): Promise<string[]>;
  remove(keys: readonly string[]): Promise<void>;
}

export function storedIn(s3: S3Client, bucket: string): StoredJson {
  return {
    read: async <Value>(key: string) => {
      try {
        const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return { value: JSON.parse(await Body!.transformToString()) as Value, etag: ETag! };
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    write: async (key, value, onlyOver) => {
      const request = {
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(value),
        ContentType: 'application/json',
      };
      try {
        const { ETag } = await s3.send(new PutObjectCommand({ ...request, ...conditionOf(onlyOver) }));
        return ETag!;
      } catch (error) {
        if (conditionFailed.includes((error as Error).name)) return undefined;
        throw error;
      }
    },
    list: async (prefix, atMost) => {
      const request = { Bucket: bucket, Prefix: prefix, MaxKeys: atMost };
      const { Contents = [] } = await s3.send(new ListObjectsV2Command(request));
      return Contents.map(({ Key }) => Key!);
    },
    remove: async (keys) => {
      await Promise.all(keys.map((Key) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))));
    },
  };
}

function conditionOf(
  onlyOver: 'nothing' | { etag: string } | undefined,
): Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'> {
  if (onlyOver === undefined) return {};
  return onlyOver === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: onlyOver.etag };
}

/** Another object is there; it is gone; somebody else is writing it. */
const conditionFailed = ['PreconditionFailed', 'NoSuchKey', 'ConditionalRequestConflict'];
