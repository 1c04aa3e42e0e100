import {
  DeleteFacesCommand,
  IndexFacesCommand,
  ListFacesCommand,
  paginateListFaces,
  SearchFacesByImageCommand,
} from '@aws-sdk/client-rekognition';
import sharp from 'sharp';
import type { MeasuredCloud } from '../measured-cloud.ts';
import type { Subject } from '../subject.ts';

const facesPerPhoto = 100;

/** A collection of strangers. */
export const collection: Subject = {
  grows: 'faces of a collection',
  sizes: [100, 1000, 10_000],
  settings: (_, state) => ({ faces: state === 'empty' ? facesPerPhoto : 1 }),
  fill: (size) => [{ step: 'index', run: (cloud) => index(cloud, size / facesPerPhoto, facesPerPhoto) }],
  use: () => [
    { step: 'list', run: (cloud) => list(cloud) },
    { step: 'list by 100', run: (cloud) => list(cloud, 100) },
    { step: 'search 200', run: (cloud) => search(cloud, 200) },
    { step: 'enroll 200 more', run: (cloud) => index(cloud, 200, 1) },
    { step: 'forget 10', run: (cloud) => forget(cloud, 10) },
  ],
};

const picture = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#864' } })
  .jpeg()
  .toBuffer();

async function index(
  { target: { rekognition, deployment } }: MeasuredCloud,
  photos: number,
  MaxFaces: number,
) {
  for (let photo = 1; photo <= photos; photo += 1) {
    await rekognition.send(
      new IndexFacesCommand({
        CollectionId: deployment.collectionId,
        Image: { Bytes: picture },
        // The same picture under another id is another one.
        ExternalImageId: `${MaxFaces}-${photo}`,
        MaxFaces,
      }),
    );
  }
}

async function list({ target: { rekognition, deployment } }: MeasuredCloud, pageSize?: number) {
  const pages = paginateListFaces(
    { client: rekognition, pageSize },
    { CollectionId: deployment.collectionId },
  );
  await Array.fromAsync(pages);
}

async function search({ target: { rekognition, deployment } }: MeasuredCloud, times: number) {
  for (let time = 0; time < times; time += 1) {
    await rekognition.send(
      new SearchFacesByImageCommand({
        CollectionId: deployment.collectionId,
        Image: { Bytes: picture },
        FaceMatchThreshold: 95,
        MaxFaces: 1,
      }),
    );
  }
}

/** One after the other, as `npm run forget -- face` does. */
async function forget({ target: { rekognition, deployment } }: MeasuredCloud, count: number) {
  const { collectionId: CollectionId } = deployment;
  const { Faces } = await rekognition.send(new ListFacesCommand({ CollectionId, MaxResults: count }));
  for (const { FaceId } of Faces!) {
    await rekognition.send(new DeleteFacesCommand({ CollectionId, FaceIds: [FaceId!] }));
  }
}
