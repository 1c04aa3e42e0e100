import { ListFacesCommand } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facesAt } from '../../../bench/fixed-faces.ts';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { enrollPhoto } from '../../../operations/enroll/enroll-photo.ts';
import { CropNotKept } from '../../../operations/enroll/kept-crop.ts';
import { type Deployed, deployLocally } from '../../workflow/deployed.ts';

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: facesAt([{ left: 0.4, top: 0.3, width: 0.2, height: 0.3 }]) });
});
afterAll(() => deployed.close());

const [photo] = samplePhotos;
const target = () => ({ ...deployed, deployment: deployed.cloud.deployment });

test('a crop that cannot be kept is told with the face it belongs to, which is enrolled', async () => {
  const refusing = deployed.inject({
    service: 's3',
    operation: 'PutObject',
    error: { name: 'AccessDenied', message: 'Access Denied', status: 403 },
  });
  const failure = await enrollPhoto(target(), photo!.path).catch((error: unknown) => error);
  const { Faces = [] } = await deployed.rekognition.send(
    new ListFacesCommand({ CollectionId: deployed.collectionId }),
  );
  expect(failure).toBeInstanceOf(CropNotKept);
  expect((failure as Error).message).toBe(
    `Enrolled as ${Faces[0]!.FaceId}, but its crop could not be kept in match-faces-thumbs: AccessDenied: Access Denied`,
  );

  refusing.remove();
  expect(await enrollPhoto(target(), photo!.path)).toMatchObject({
    faces: [{ faceId: Faces[0]!.FaceId }],
  });
});
