import { closeSync, openSync, readSync } from 'node:fs';
import { howToConvert, judgeFile } from '../../operations/photos/judge-photo.ts';
import { pathToShow } from '../../operations/working-directory.ts';
import { printable } from '../terminal/printable.ts';

/** A file that is not matched. */
export interface Skipped {
  /** Its absolute path. */
  readonly place: string;
  /** Such as `camera raw`, `text file`, `file that cannot be opened`. */
  readonly kind: string;
}

const photoExtension = /\.(jpe?g|png|webp|avif|hei[cf]|tiff?|gif)$/i;

/** The kind of a file that is no photo; undefined for one that is, or that is at least named like one. */
export function whySkipped(file: string): string | undefined {
  const isNamedLikePhoto = photoExtension.test(file);
  try {
    const judged = judgeFile(file);
    if (judged) return 'is' in judged ? judged.kind : undefined;
    return isNamedLikePhoto ? undefined : kindOf(file);
  } catch {
    // Of a photo, its upload tells why.
    return isNamedLikePhoto ? undefined : 'file that cannot be opened';
  }
}

/** Enough to tell text. */
const beginningBytes = 512;

function kindOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(beginningBytes);
    const beginning = buffer.subarray(0, readSync(handle, buffer));
    if (beginning.length === 0) return 'empty file';
    return isText(beginning) ? 'text file' : 'other file';
  } finally {
    closeSync(handle);
  }
}

function isText(beginning: Buffer): boolean {
  try {
    // Its last character may be cut in two.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return !text.includes('\0');
  } catch {
    return false;
  }
}

/**
 * `skipped 500 camera raws (a.dng, b.dng, …) and 3 text files (notes.txt, list.md, map.gpx); camera raws: export them
 * as JPEG …`
 */
export function tellSkipped(skipped: readonly Skipped[]): string {
  const kinds = [...Map.groupBy(skipped, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  const counts = kinds.map(([kind, files]) => `${counted(files.length, kind)} (${examples(files)})`);
  const advice = kinds.flatMap(([kind]) => {
    const how = howToConvert(kind, 'them');
    return how ? [`; ${pluralOf(kind)}: ${how}`] : [];
  });
  return `skipped ${new Intl.ListFormat('en').format(counts)}${advice.join('')}`;
}

function examples(files: readonly Skipped[]): string {
  const named = files.slice(0, 3).map(({ place }) => printable(pathToShow(place)));
  return [...named, ...(files.length > named.length ? ['…'] : [])].join(', ');
}

const counted = (count: number, kind: string) => `${count} ${count === 1 ? kind : pluralOf(kind)}`;

/** Of its noun: what is said of it follows. */
const pluralOf = (kind: string) => kind.replace(/^(file|folder|link)(?= )|$/, '$1s');
