import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface LabelledPhoto {
  readonly person: string;
  readonly path: string;
}

/** The photos of a folder that has a folder of JPEG and PNG files for each person, named after them. */
export async function readLabelledPhotos(folder: string): Promise<LabelledPhoto[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const photos = entries
    .filter(
      (entry) =>
        entry.isFile() && /^\.(jpe?g|png)$/i.test(extname(entry.name)) && entry.parentPath !== folder,
    )
    .map(({ parentPath, name }) => ({
      person: parentPath.slice(folder.length).replace(/^[/\\]+/, ''),
      path: join(parentPath, name),
    }));
  if (new Set(photos.map(({ person }) => person)).size > 1) return photos.toSorted(byPath);
  throw new Error(
    `Expected person/photo.jpg of two people or more in ${folder}, got ${photos.length} photos`,
  );
}

const byPath = (one: LabelledPhoto, other: LabelledPhoto) => (one.path < other.path ? -1 : 1);

/** Whose group is which, from a file with a line `person,group` for each. */
export async function readGroups(file: string): Promise<Map<string, string>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim());
  return new Map(
    lines.map((line, index) => {
      const [person, group, ...more] = line.split(',').map((field) => field.trim());
      if (person && group && more.length === 0) return [person, group];
      throw new Error(`Expected person,group in line ${index + 1} of ${file}, got ${JSON.stringify(line)}`);
    }),
  );
}
