import type { StatusLine } from '../../cli/terminal/status-line.ts';
import type { Target } from '../connect.ts';
import { plural } from '../match/totals.ts';
import { assumedFaces } from './expected-faces.ts';
import { knownFaces, withRecords } from './known-photos.ts';
import { listPhotos } from './list-photos.ts';
import type { Selection } from './selection.ts';
import type { SkipReason } from './why-skipped.ts';

/** What is to be run, before anything is. */
export interface Survey {
  readonly photos: number;
  /** Faces of the photos whose record tells their number. */
  readonly knownFaces: number;
  /** Photos whose number of faces nobody knows. */
  readonly unknownPhotos: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** An object that was skipped because it is no photo. */
  readonly skippedExample?: string;
}

/** Counts the selected photos and their faces, as many as it comes to see until the signal aborts. */
export async function surveyPhotos(
  target: Target,
  selection: Selection,
  { signal, line }: { signal: AbortSignal; line?: Pick<StatusLine, 'show'> },
): Promise<Survey> {
  const skipped = { 'folder placeholder': 0, 'no photo': 0 };
  let skippedExample: string | undefined;
  let [photos, faces, unknownPhotos] = [0, 0, 0];
  const keys = listPhotos(target, selection, (reason, key) => {
    skipped[reason] += 1;
    if (reason === 'no photo') skippedExample ??= key;
  });
  for await (const photo of withRecords(target, keys)) {
    if (signal.aborted) break;
    photos += 1;
    const known = knownFaces(photo);
    if (known === undefined) unknownPhotos += 1;
    else faces += known;
    line?.show(`Counting: ${plural(photos, 'photo')}`);
  }
  return { photos, knownFaces: faces, unknownPhotos, skipped, skippedExample };
}

/** Faces in all, by what is known and assumed. */
export const expectedFaces = ({ knownFaces, unknownPhotos }: Survey): number =>
  knownFaces + unknownPhotos * assumedFaces;
