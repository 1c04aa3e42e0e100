import { plural } from '../../operations/match/totals.ts';
import { money } from '../../operations/reprocess/estimate.ts';
import { assumedFaces } from '../../statemachine/estimate.ts';
import type { RunEstimate, SelectedPhotos, SkippedObjects } from '../../statemachine/reprocess-payloads.ts';
import { printable } from '../terminal/printable.ts';

/** What `--dry-run` tells. */
export function describePlan(estimate: SelectedPhotos, region: string): string {
  const { photos, faces, calls, transitions, dollars, minutes, searchesPerSecond } = estimate;
  const about = estimate.photosOfUnknownFaces > 0 ? 'about ' : '';
  return [
    `photos   ${number(photos)}${describeSkipped(estimate.skipped)}`,
    `faces    ${about}${number(faces)}${describeAssumption(estimate)}`,
    `calls    ${about}${number(calls.DetectFaces + calls.SearchFacesByImage)} of Rekognition: ${number(calls.DetectFaces)} DetectFaces, ${number(calls.SearchFacesByImage)} SearchFacesByImage`,
    `dollars  about ${money(dollars.total)} on AWS: ${money(dollars.calls)} for the calls, ${money(dollars.transitions)} for ${number(transitions)} state transitions`,
    `minutes  at least ${minutes < 10 ? minutes.toFixed(2) : Math.round(minutes)} at ${number(searchesPerSecond)} searches a second in ${region}`,
  ].join('\n');
}

/** `, skipped 2 folder placeholders and 1 file that is no photo, such as photos-raw/notes.txt` */
export function describeSkipped({ folderPlaceholders, otherFiles, example }: SkippedObjects): string {
  const parts = [
    ...(folderPlaceholders > 0 ? [plural(folderPlaceholders, 'folder placeholder')] : []),
    ...(otherFiles > 0
      ? [
          `${otherFiles === 1 ? '1 file that is no photo' : `${number(otherFiles)} files that are no photos`}, such as ${printable(example!)}`,
        ]
      : []),
  ];
  return parts.length > 0 ? `, skipped ${parts.join(' and ')}` : '';
}

function describeAssumption({ photos, photosOfUnknownFaces: unknown }: RunEstimate): string {
  if (unknown === 0) return ', by the records of the photos';
  const known = photos - unknown;
  const byRecord = known > 0 ? `${number(known)} by their records, ` : '';
  return `: ${byRecord}${plural(unknown, 'photo')} without a usable record at an assumed ${assumedFaces} each`;
}

const number = (value: number) => value.toLocaleString('en');
