import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { nameServiceError } from './service-errors.ts';

/** Where an object is. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** The lines of an object that say something, one at a time. Throws what S3 answered, under the names of this project. */
export async function* readLines(
  s3: Pick<S3Client, 'send' | 'config'>,
  { bucket, key }: ObjectPlace,
): AsyncGenerator<string> {
  const input = { Bucket: bucket, Key: key };
  const { Body } = await s3.send(new GetObjectCommand(input));
  const lines = createInterface({ input: Body as Readable, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) if (line.trim() !== '') yield line;
  } catch (error) {
    // The body arrives after the SDK's own retries and error names.
    const region = await s3.config.region();
    throw nameServiceError(error, { service: 'S3', operation: 'GetObject', input, region });
  }
}

/**
 * Writes an object of JSON Lines. S3 wants to know its length first: the lines wait in a file, so that any number of
 * them needs the memory of one.
 */
export async function writeLines(
  s3: Pick<S3Client, 'send'>,
  { bucket, key }: ObjectPlace,
  values: AsyncIterable<unknown>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lines-'));
  try {
    const file = join(folder, 'lines.jsonl');
    await pipeline(Readable.from(asLines(values)), createWriteStream(file));
    const { size } = await stat(file);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: createReadStream(file),
        ContentLength: size,
        ContentType: 'application/jsonl',
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* asLines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}
