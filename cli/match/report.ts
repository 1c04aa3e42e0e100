import path from 'node:path';
import { annotatePhoto, nameOfCopy } from '../../operations/annotate/annotate-photo.ts';
import type { Size } from '../../operations/annotate/rectangle.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import type { NamedPhoto } from '../../operations/match/match-photos.ts';
import type { NamedResult } from '../../operations/match/photo-result.ts';
import { describeTotals } from '../../operations/match/totals.ts';
import { pathToShow } from '../../operations/working-directory.ts';
import { printable } from '../terminal/printable.ts';
import { photoTable } from './photo-table.ts';

/** Tells on stdout what became of the photos. */
export interface Report {
  /** As soon as a photo is through. */
  add(photo: NamedPhoto, result: NamedResult): Promise<void>;
  /** When no more comes. */
  end(): void;
}

/** A record per line, as they come. */
export const jsonReport = (): Report => ({
  add: async (_photo, result) => {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  },
  end: () => {},
});

/** A table per photo in the order of `photos`, annotated copies in `folder`, and the totals. */
export function readableReport(cloud: TargetOptions, photos: readonly NamedPhoto[], folder: string): Report {
  const results = new Map<string, NamedResult>();
  const sizes = new Map<string, Size>();
  /** Where each photo's annotated copy is, or why there is none. */
  const copies = new Map<string, string>();
  return {
    async add({ file, name }, result) {
      results.set(name, result);
      if (result.status === 'FAILED') return;
      const copy = path.join(folder, nameOfCopy(name));
      try {
        sizes.set(name, await annotatePhoto(file, result.faces, copy));
        copies.set(name, pathToShow(copy));
      } catch (error) {
        copies.set(name, `no annotated copy: ${(error as Error).message}`);
      }
    },
    end() {
      for (const { name } of photos) {
        const result = results.get(name);
        if (!result) continue;
        const lines = [photoTable(cloud, result, sizes.get(name))];
        if (copies.has(name)) lines.push(printable(copies.get(name)!));
        process.stdout.write(`${lines.join('\n')}\n\n`);
      }
      if (results.size > 0) process.stdout.write(`${describeTotals([...results.values()])}\n`);
    },
  };
}
