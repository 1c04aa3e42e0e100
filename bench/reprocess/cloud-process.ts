/**
 * A local cloud in a process of its own, whose faces are fixed, with so many photos in it that were never run:
 * `node --expose-gc cloud-process.ts <data folder> <photos> <faces>`. Sends its memory before, and whenever it is
 * asked.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { forEachAtOnce } from '../../operations/at-once.ts';
import { clientsOf } from '../clients.ts';
import { fixedFaces, plainPhoto } from '../fixed-faces.ts';

/** Megabytes. */
export interface CloudMemory {
  /** Of the process since its start, with all sandboxes of the Lambdas. */
  readonly peak: number;
  /** Now, after a garbage collection of the main thread. */
  readonly now: number;
  /** What the main thread still refers to. */
  readonly heap: number;
}

const megabyte = 1024 * 1024;

const [dataDir, photos, faces] = process.argv.slice(2);
const settings = { dataDir: dataDir!, engine: fixedFaces(Number(faces)) };

// Uploaded while nothing is started by it.
const silent = await startCloud(settings);
await upload(silent, Number(photos));
await silent.close();

const cloud = await startCloud({ ...settings, startOnUpload: true });
const tell = () => process.send!(measure());
process.on('message', (message) => {
  if (message === 'measure') tell();
  else void cloud.close().then(() => process.exit());
});
tell();

function measure(): CloudMemory {
  globalThis.gc!();
  return {
    peak: (process.resourceUsage().maxRSS * 1024) / megabyte,
    now: process.memoryUsage().rss / megabyte,
    heap: process.memoryUsage().heapUsed / megabyte,
  };
}

async function upload(cloud: Cloud, photos: number): Promise<void> {
  const { rawBucket: Bucket, rawPrefix } = cloud.deployment;
  const { s3, close } = clientsOf(cloud);
  const Body = await plainPhoto();
  const keys = Array.from({ length: photos }, (_, index) => `${rawPrefix}${index}.jpg`);
  await forEachAtOnce(keys, { atOnce: 8, signal: new AbortController().signal }, async (Key) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  });
  close();
}
