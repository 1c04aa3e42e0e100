/** Gives one face after the other a name of its own, and prints each name that was acknowledged. */
import { createRekognition } from '../../../local-aws/rekognition/rekognition-service.ts';
import { fixedFace, fixedFaceEngine } from './fixed-face-engine.ts';
import { blackImage } from './synthetic-images.ts';

const { service } = await createRekognition({
  folder: process.argv[2]!,
  engine: fixedFaceEngine([fixedFace(1)]),
  readObject: async () => Buffer.alloc(0),
});
const { CreateCollection, IndexFaces, CreateUser, AssociateFaces } = service.operations;
const Image = { Bytes: (await blackImage(100, 100).png().toBuffer()).toString('base64') };
const CollectionId = 'people';
await CreateCollection!({ CollectionId });
for (let photo = 0; ; photo++) {
  const answer = await IndexFaces!({ CollectionId, Image, ExternalImageId: `photo-${photo}` });
  const [record] = (answer as { FaceRecords: { Face: { FaceId: string } }[] }).FaceRecords;
  const UserId = `name-${photo}`;
  await CreateUser!({ CollectionId, UserId });
  await AssociateFaces!({ CollectionId, UserId, FaceIds: [record!.Face.FaceId] });
  process.stdout.write(`${record!.Face.FaceId} ${UserId}\n`);
}
