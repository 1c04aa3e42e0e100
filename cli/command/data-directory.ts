import path from 'node:path';
import { UsageError } from '../../operations/usage-error.ts';
import { resolveGiven } from './working-directory.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');

/**
 * Where the local cloud keeps its state: what the user gave, or `.match-faces` in the project, wherever they stand.
 * Throws UsageError for an empty name, which would be the folder where they stand.
 */
export function dataDirectory(given?: string): string {
  if (given === '') throw new UsageError('Expected a folder for --data-dir, got an empty name');
  return given === undefined ? path.join(projectRoot, '.match-faces') : resolveGiven(given);
}
