import { plural } from '../../operations/match/totals.ts';
import { assumedFaces } from '../../operations/reprocess/bound.ts';
import { estimate, money, type Survey } from '../../operations/reprocess/estimate.ts';
import { defaultQuota } from '../../statemachine/rekognition-quotas.ts';
import { printable } from '../terminal/printable.ts';

/** What `--dry-run` tells. `tps` is the quota that the user gave, in searches a second. */
export function describePlan(survey: Survey, region: string, tps?: number): string {
  const quota = defaultQuota(region);
  const searchFacesByImage = tps ?? quota.searchFacesByImage;
  const { detectFacesCalls, searchCalls, transitions, dollars, seconds } = estimate(survey, {
    ...quota,
    searchFacesByImage,
  });
  const about = survey.unknownPhotos > 0 ? 'about ' : '';
  const whose = tps === undefined ? `Rekognition's default quota in ${region}` : '--tps';
  return [
    `photos   ${number(survey.photos)}${describeSkipped(survey)}`,
    `faces    ${about}${number(searchCalls)}${describeAssumption(survey)}`,
    `calls    ${about}${number(detectFacesCalls + searchCalls)} of Rekognition: ${number(detectFacesCalls)} DetectFaces, ${number(searchCalls)} SearchFacesByImage`,
    `dollars  about ${money(dollars.calls + dollars.transitions)} on AWS: ${money(dollars.calls)} for the calls, ${money(dollars.transitions)} for ${number(transitions)} state transitions`,
    `minutes  at least ${(seconds / 60).toFixed(seconds < 600 ? 2 : 0)} at ${number(searchFacesByImage)} searches a second (${whose})`,
  ].join('\n');
}

/** `, skipped 2 folder placeholders and 1 file that is no photo, such as photos-raw/notes.txt` */
export function describeSkipped({ skipped, skippedExample }: Survey): string {
  const placeholders = skipped['folder placeholder'];
  const others = skipped['no photo'];
  const parts = [
    ...(placeholders > 0 ? [plural(placeholders, 'folder placeholder')] : []),
    ...(others > 0
      ? [
          `${others === 1 ? '1 file that is no photo' : `${number(others)} files that are no photos`}, such as ${printable(skippedExample!)}`,
        ]
      : []),
  ];
  return parts.length > 0 ? `, skipped ${parts.join(' and ')}` : '';
}

function describeAssumption({ photos, unknownPhotos }: Survey): string {
  if (unknownPhotos === 0) return ', by the records of the photos';
  const known = photos - unknownPhotos;
  const byRecord = known > 0 ? `${number(known)} by their records, ` : '';
  return `: ${byRecord}${plural(unknownPhotos, 'photo')} without a usable record at an assumed ${assumedFaces} each`;
}

const number = (value: number) => value.toLocaleString('en');
