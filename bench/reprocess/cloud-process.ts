/**
 * A local cloud in a process of its own, whose faces are fixed, with so many photos in it that were never run:
 * `node --expose-gc cloud-process.ts <data folder> <photos> <faces> <part of the calls to Rekognition that is throttled>`.
 * Started again on the same folder it goes on with what is there. Sends its address and its memory before, and its memory
 * whenever it is asked.
 */
import { startCloud } from '../../local/cloud.ts';
import { clientsOf } from '../clients.ts';
import { fixedFaces } from '../fixed-faces.ts';
import { uploadPhotos } from './upload-photos.ts';

/** Megabytes. */
export interface CloudMemory {
  /** Of the process since its start, with all sandboxes of the Lambdas. */
  readonly peak: number;
  /** Now, after a garbage collection of the main thread. */
  readonly now: number;
  /** What the main thread still refers to. */
  readonly heap: number;
}

export interface CloudState {
  readonly endpoint: string;
  readonly memory: CloudMemory;
}

const megabyte = 1024 * 1024;

const [dataDir, photos, faces, throttled] = process.argv.slice(2);
const settings = { dataDir: dataDir!, engine: fixedFaces(Number(faces)) };

// Uploaded while nothing is started by it.
const silent = await startCloud(settings);
const clients = clientsOf(silent);
await uploadPhotos(clients.s3, silent.deployment, Number(photos));
clients.close();
await silent.close();

// Retries, where some are made to be, wait a hundredth of their time.
const isThrottled = Number(throttled) > 0;
const cloud = await startCloud({ ...settings, startOnUpload: true, ...(isThrottled && { waitScale: 0.01 }) });
for (const operation of isThrottled ? ['DetectFaces', 'SearchFacesByImage'] : []) {
  cloud.faults.add({
    ...{ service: 'rekognition', operation, rate: Number(throttled) },
    error: {
      ...{ name: 'ProvisionedThroughputExceededException', message: 'Provisioned Rate exceeded.' },
      status: 400,
    },
  });
}
const tell = () => process.send!({ endpoint: cloud.endpoint, memory: measure() } satisfies CloudState);
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
