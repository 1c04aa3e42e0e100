import path from 'node:path';
import { resolveGiven } from './working-directory.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** Where the local cloud keeps its state: what the user gave, or `.match-faces` in the project, wherever they stand. */
export const dataDirectory = (given?: string): string =>
  given === undefined ? path.join(projectRoot, '.match-faces') : resolveGiven(given);
