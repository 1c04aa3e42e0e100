import path from 'node:path';

/** Where the user stands: `npm run` moves to the project's root and leaves the old place in INIT_CWD. */
export const workingDirectory = (): string => process.env.INIT_CWD || process.cwd();

/** The absolute path of one that the user wrote. */
export const resolveGiven = (given: string): string => path.resolve(workingDirectory(), given);

/** A path as the user would write it: relative where it is below them, else absolute. */
export function pathToShow(absolute: string): string {
  const relative = path.relative(workingDirectory(), absolute);
  return isInside(relative) ? relative || '.' : absolute;
}

/** Whether a path from `path.relative` stays below its starting point. */
export const isInside = (relative: string): boolean =>
  relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
