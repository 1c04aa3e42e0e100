import type { Face } from '../../api/face.ts';
import { outcomeLooks } from './outcome-look.ts';

const reasons = { NoFaceInCrop: 'No face', WrongFaceInCrop: 'Wrong face', TooSmall: 'Too small' } as const;

/** An outcome in a word or a percentage: what a box on the photo has room for. */
export function outcomeInShort(face: Face): string {
  if (face.outcome === 'Match') return formatSimilarity(face.similarity);
  if (face.outcome === 'Unsearchable') return reasons[face.reason];
  return outcomeLooks[face.outcome].word;
}

/** An outcome in a sentence. */
export function outcomeInWords(face: Face): string {
  switch (face.outcome) {
    case 'Match':
      return `${formatSimilarity(face.similarity)} similar to face ${face.faceId}`;
    case 'NoMatch':
      return `Nobody in the collection reached ${face.threshold} %`;
    case 'Indexed':
      return `Put into the collection as ${face.faceId}`;
    case 'Unsearchable':
      return unsearchable[face.reason];
    case 'Failed':
      return `${face.stage}: ${face.error}${face.cause && `: ${face.cause}`}`;
    default:
      return outcomeLooks[face.outcome].meaning;
  }
}

const unsearchable = {
  NoFaceInCrop: 'Rekognition found no face in its crop',
  WrongFaceInCrop: "A neighbour's face would have been searched instead",
  TooSmall: 'Smaller than Rekognition can search',
} as const;

/** `99.65 %` */
export const formatSimilarity = (percent: number): string =>
  // Rounding must not make certainty of almost.
  `${(percent > 99.99 && percent < 100 ? 99.99 : percent).toFixed(percent === 100 ? 0 : 2)} %`;
