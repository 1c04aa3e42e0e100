import { samplePhotos } from '../../local/sample-photos.ts';
import type { Target } from '../connect.ts';
import { enrollPhoto } from '../enroll/enroll-photo.ts';
import { plural } from './totals.ts';

/** Enrolls the people of the first sample photo, so that there is somebody to find; says what it did. */
export async function enrollFirstSample(target: Target): Promise<string> {
  const { name, path } = samplePhotos[0]!;
  const { faces } = await enrollPhoto(target, path);
  return `Enrolled ${plural(faces.length, 'face')} of ${name} into the collection ${target.deployment.collectionId}`;
}
