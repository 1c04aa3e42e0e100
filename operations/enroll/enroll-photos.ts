import type { Target } from '../connect.ts';
import { type EnrolledPhoto, enrollPhoto } from './enroll-photo.ts';

export interface UnenrolledPhoto {
  readonly file: string;
  readonly error: { readonly error: string; readonly cause: string };
}

/** Enrolls photos one after the other; what happens to one does not stop the next. */
export async function* enrollPhotos(
  target: Target,
  files: readonly string[],
  options: { largest?: boolean },
): AsyncGenerator<EnrolledPhoto | UnenrolledPhoto> {
  for (const file of files) {
    try {
      yield await enrollPhoto(target, file, options);
    } catch (error) {
      const { name, message } = error as Error;
      yield { file, error: { error: name, cause: message } };
    }
  }
}
