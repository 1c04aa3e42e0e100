/**
 * A local cloud in a process of its own, to be killed in the middle of a run and started again, whose faces are fixed and
 * of whose calls to Rekognition a part is throttled: `node killable-cloud.ts <data folder> <photos> <faces> <part>`. Puts
 * so many photos into it at its first start, and prints its address.
 */
import { startCloud } from '../../local/cloud.ts';
import { clientsOf } from '../clients.ts';
import { fixedFaces } from '../fixed-faces.ts';
import { uploadPhotos } from './upload-photos.ts';

const [dataDir, photos, faces, part] = process.argv.slice(2);
const cloud = await startCloud({ dataDir: dataDir!, engine: fixedFaces(Number(faces)), waitScale: 0.01 });
for (const operation of ['DetectFaces', 'SearchFacesByImage'] as const) {
  cloud.faults.add({
    ...{ service: 'rekognition', operation, rate: Number(part) },
    error: {
      ...{ name: 'ProvisionedThroughputExceededException', message: 'Provisioned Rate exceeded.' },
      status: 400,
    },
  });
}
const clients = clientsOf(cloud);
await uploadPhotos(clients.s3, cloud.deployment, Number(photos));
clients.close();
process.stdout.write(`${cloud.endpoint}\n`);
