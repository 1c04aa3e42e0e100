/** How well the engine recognises people, on pictures that are made worse in known ways. */
import { similarityAt } from '@match-faces/local-aws/rekognition/similarity.ts';
import sharp from 'sharp';

/** A picture whose largest face is somebody's. */
export interface LabelledPicture {
  readonly person: string;
  readonly picture: Buffer;
  /** Of the face, in pixels: how much blur is much depends on it. */
  readonly faceWidth: number;
}

export interface KnownFace {
  readonly person: string;
  readonly descriptor: Float32Array;
}

/** A face that is searched; without a descriptor none was found. `itself` is the known face made from the same photo. */
export interface SearchedFace {
  readonly person: string;
  readonly descriptor?: Float32Array | undefined;
  readonly itself?: KnownFace | undefined;
}

type Change = (picture: LabelledPicture) => Promise<Buffer>;

const blurred =
  (partOfFace: number): Change =>
  ({ picture, faceWidth }) =>
    sharp(picture)
      .blur(Math.max(0.3, faceWidth * partOfFace))
      .jpeg({ quality: 90 })
      .toBuffer();
const turned =
  (degrees: number): Change =>
  ({ picture }) =>
    sharp(picture).rotate(degrees, { background: '#808080' }).jpeg({ quality: 90 }).toBuffer();
const compressed =
  (quality: number): Change =>
  ({ picture }) =>
    sharp(picture).jpeg({ quality }).toBuffer();
/** No smaller than a picture may be. */
const smaller =
  (width: number): Change =>
  async ({ picture, faceWidth }) => {
    const size = await sharp(picture).metadata();
    const scale = Math.max(width / faceWidth, 80 / Math.min(size.width, size.height));
    return sharp(picture)
      .resize(Math.round(size.width * Math.min(1, scale)))
      .jpeg({ quality: 90 })
      .toBuffer();
  };

export const conditions: Readonly<Record<string, Change>> = {
  'as it is': async ({ picture }) => picture,
  'blur of 1 % of the face': blurred(0.01),
  'blur of 2 % of the face': blurred(0.02),
  'blur of 3 % of the face': blurred(0.03),
  'face 60 px wide': smaller(60),
  'face 40 px wide': smaller(40),
  'JPEG quality 40': compressed(40),
  'JPEG quality 15': compressed(15),
  'turned by 15°': turned(15),
  'turned by 30°': turned(30),
};

/** Counts over all pairs of a searched and a known face, none with itself where it knows one. */
export function countPairs(searched: readonly SearchedFace[], known: readonly KnownFace[]) {
  const counts = { same: 0, accepted95: 0, accepted80: 0, others: 0, false95: 0, false80: 0 };
  for (const { person, descriptor, itself } of searched) {
    for (const face of known) {
      if (face === itself) continue;
      const similarity = descriptor ? similarityAt(cosineOf(descriptor, face.descriptor)) : -1;
      const isSame = face.person === person;
      counts[isSame ? 'same' : 'others'] += 1;
      if (similarity >= 80) counts[isSame ? 'accepted80' : 'false80'] += 1;
      if (similarity >= 95) counts[isSame ? 'accepted95' : 'false95'] += 1;
    }
  }
  return counts;
}

const cosineOf = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * other[index]!, 0);

/** A row of the report. */
export function rowOf(condition: string, searched: readonly SearchedFace[], known: readonly KnownFace[]) {
  const { same, others, ...counts } = countPairs(searched, known);
  return {
    condition,
    found: `${searched.filter(({ descriptor }) => descriptor).length} of ${searched.length}`,
    'same person': same,
    'accepted at 95': percent(counts.accepted95, same),
    'at 80': percent(counts.accepted80, same),
    'two people': others,
    'false at 95': counts.false95,
    'false at 80': counts.false80,
  };
}

const percent = (part: number, all: number) => (all === 0 ? '' : `${((100 * part) / all).toFixed(1)} %`);
