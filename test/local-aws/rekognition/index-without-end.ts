/** Indexes one face after the other into a folder, and prints the id of each that was acknowledged. */
import { createRekognition } from '../../../local-aws/rekognition/rekognition-service.ts';
import { fixedFace, fixedFaceEngine } from './fixed-face-engine.ts';
import { blackImage } from './synthetic-images.ts';

const { service } = await createRekognition({
  folder: process.argv[2]!,
  engine: fixedFaceEngine([fixedFace(1)]),
  readObject: async () => Buffer.alloc(0),
});
const { CreateCollection, IndexFaces } = service.operations;
const Image = { Bytes: (await blackImage(100, 100).png().toBuffer()).toString('base64') };
await CreateCollection!({ CollectionId: 'people' });
for (let photo = 0; ; photo++) {
  const answer = await IndexFaces!({ CollectionId: 'people', Image, ExternalImageId: `photo-${photo}` });
  const [record] = (answer as { FaceRecords: { Face: { FaceId: string } }[] }).FaceRecords;
  process.stdout.write(`${record!.Face.FaceId}\n`);
}
