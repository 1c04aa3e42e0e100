import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Blanks the lines of the functions' logs that `names` is true of, and returns how many there were; with `dryRun` it only
 * counts. In its place and with as many bytes, so that a cloud that runs on the folder meanwhile goes on writing to the
 * end of the same file.
 */
export function blankLogLines(
  dataDir: string,
  names: (line: string) => boolean,
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): number {
  const folder = join(dataDir, 'logs');
  return filesIn(folder)
    .map((file) => blankLines(join(folder, file), names, dryRun))
    .reduce((sum, count) => sum + count, 0);
}

function blankLines(path: string, names: (line: string) => boolean, dryRun: boolean): number {
  const content = readFileSync(path);
  const file = dryRun ? undefined : openSync(path, 'r+');
  let count = 0;
  try {
    for (let start = 0; ; ) {
      // A last line without an end is still being written.
      const end = content.indexOf('\n', start);
      if (end === -1) return count;
      if (names(content.toString('utf8', start, end))) {
        count += 1;
        if (file !== undefined) writeSync(file, Buffer.alloc(end - start, ' '), 0, end - start, start);
      }
      start = end + 1;
    }
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.log'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
