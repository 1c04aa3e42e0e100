import path from 'node:path';
import { isInside, workingDirectory } from '../../operations/working-directory.ts';

/** A photo on this machine. */
export interface NamedPhoto {
  /** Absolute. */
  readonly file: string;
  /** Its S3 key without the raw prefix. */
  readonly name: string;
}

/**
 * A file's path from where the user stands, or else its absolute path without the leading slash: equal names in
 * two folders stay apart.
 */
export function photoName(file: string): string {
  const relative = path.relative(workingDirectory(), file);
  const name = isInside(relative) ? relative : path.relative(path.parse(file).root, file);
  return name.split(path.sep).join('/');
}
