import { createRequire } from 'node:module';
import path from 'node:path';

/** Where an installed package lies. */
export function folderOf(packageName: string): string {
  return path.dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
}
