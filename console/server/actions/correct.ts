import type * as z from 'zod/mini';
import { searchedCrop } from '../../../operations/enroll/enroll-crop.ts';
import { plural } from '../../../operations/match/totals.ts';
import {
  bringBack,
  findFace,
  putAway as putFaceAway,
  ruleIn,
  ruleOut,
} from '../../../operations/people/correct-faces.ts';
import { nameFaces } from '../../../operations/people/name-faces.ts';
import type { Names } from '../../../operations/people/names.ts';
import type { naming, puttingAway, ruling } from '../../api/person.ts';
import type { Answer } from '../../api/routes.ts';
import type { PeopleSources } from '../people/people.ts';
import { Refusal } from '../refusal.ts';

/** Says of a face that it is not the person it was found to be, or takes that back. */
export async function notPerson(
  { target, records }: PeopleSources,
  { key, idx, faceId, back }: z.output<typeof ruling>,
): Promise<Answer<'notPerson'>> {
  const placed = await findFace(target, key, idx);
  if (back) await ruleIn(target, placed, faceId);
  else {
    const { face } = placed;
    if (!('faceId' in face) || face.faceId !== faceId) throw foundAsOther(key, idx, faceId);
    await ruleOut(target, placed, faceId);
  }
  records.outdate();
  const face = `Face ${idx} of ${key}`;
  return {
    message: back
      ? `${face} is again who it was found to be.`
      : `${face} is not that person, and stays so when the photo is processed again.`,
  };
}

const foundAsOther = (key: string, idx: number, faceId: string) =>
  new Refusal(409, 'FaceChanged', {
    message: `Expected face ${idx} of ${key} to be recorded as ${faceId}, but by now it is not`,
    whatToDo: 'The photo was processed since. Look at what it is now.',
  });

/** Puts unknown faces away for good, or brings them back. */
export async function putAway(
  { target, records }: PeopleSources,
  { cropKeys, back }: z.output<typeof puttingAway>,
): Promise<Answer<'putAway'>> {
  const { unknown, putAway: away } = await records.summary();
  const known = new Map([...unknown.faces, ...away.faces].map((face) => [face.cropKey, face]));
  let count = 0;
  for (const cropKey of cropKeys) {
    const face = known.get(cropKey);
    // Somebody by now, or its photo was replaced.
    if (!face || !searchedCrop(cropKey, target.deployment.thumbsPrefix)) continue;
    const placed = await findFace(target, face.key, face.idx);
    if (placed.face.thumbKey !== cropKey) continue;
    await (back ? bringBack(target, placed) : putFaceAway(target, placed));
    count += 1;
  }
  records.outdate();
  const left = cropKeys.length - count;
  const rest = left > 0 ? ` ${plural(left, 'face')} changed meanwhile.` : '';
  return { message: `${plural(count, 'face')} ${back ? 'brought back' : 'put away'}.${rest}` };
}

/** Gives faces of the collection a name, unless one has another. */
export async function name(
  { target, records }: PeopleSources,
  names: Names,
  { faceIds, name: given }: z.output<typeof naming>,
): Promise<Answer<'name'>> {
  let others: readonly { name: string }[] = [];
  const named = await nameFaces(target, faceIds, given, async (moved) => {
    others = moved;
    return false;
  });
  if (!named) {
    throw new Refusal(409, 'OtherwiseNamed', {
      message: `Expected faces without a name, got one that is ${others[0]?.name}`,
      whatToDo: 'Take its name away first, with npm run name.',
      field: 'faceIds',
    });
  }
  names.outdate();
  records.outdate();
  return { message: `${plural(faceIds.length, 'face')} named ${named.name}.` };
}
