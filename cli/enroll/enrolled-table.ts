import { styleText } from 'node:util';
import type { EnrolledPhoto } from '../../operations/enroll/enroll-photo.ts';
import type { UnenrolledPhoto } from '../../operations/enroll/enroll-photos.ts';
import { plural } from '../../operations/match/totals.ts';
import { printable } from '../../operations/text/printable.ts';
import { pathToShow } from '../command/working-directory.ts';
import { boxAsRatios, boxTitle } from '../terminal/box-text.ts';
import { table } from '../terminal/table.ts';

/** What became of one photo: a heading, and a row per face that is in the collection or was left out. */
export function enrolledTable(photo: EnrolledPhoto | UnenrolledPhoto): string {
  const name = styleText('bold', printable(pathToShow(photo.file)));
  if ('error' in photo) {
    return `${name}  ${styleText('red', 'FAILED')}  ${printable(`${photo.error.error}: ${photo.error.cause}`)}`;
  }
  const heading = `${name}  ${describe(photo)}`;
  // Faces beyond --largest were left out because the user said so.
  const leftOut = photo.unindexed.filter(({ reasons }) => !reasons.includes('EXCEEDS_MAX_FACES'));
  const rows = [
    ...photo.faces.map(({ faceId, boundingBox }) => [faceId, boxAsRatios(boundingBox)]),
    ...leftOut.map(({ reasons, boundingBox }) => [
      styleText('yellow', `not indexed: ${reasons.join(', ')}`),
      boxAsRatios(boundingBox),
    ]),
  ].map(([face, place], index) => [String(index + 1), face!, place!]);
  return rows.length > 0 ? `${heading}\n${table(columns, rows)}` : heading;
}

const columns = [{ title: 'idx', align: 'right' }, { title: 'faceId' }, { title: boxTitle }] as const;

function describe({ faces, added }: EnrolledPhoto): string {
  if (faces.length === 0) return styleText('yellow', 'no face was indexed');
  const known = faces.length - added;
  if (known <= 0) return styleText('green', `${plural(faces.length, 'face')} indexed`);
  if (added === 0) return `${plural(faces.length, 'face')}, all in the collection already: nothing added`;
  return styleText(
    'green',
    `${plural(faces.length, 'face')}: ${added} indexed, ${known} in the collection already`,
  );
}
