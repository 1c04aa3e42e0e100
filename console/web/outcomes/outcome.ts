import { outcomeStyles } from '../../../operations/annotate/outcome-style.ts';
import { formatTimeOfDay } from '../../../operations/format-time.ts';
import type { OutcomeCounts } from '../../../statemachine/payloads.ts';
import type { Face, Outcome } from '../../api/face.ts';

interface OutcomeLook {
  readonly word: string;
  /** Of its box on the photo, and of its badge: the colours of the annotated copies that the commands make. */
  readonly box: string;
  readonly lettering: string;
  /** SVG of a sign in a square of 16 × 16, so that no outcome is told by its colour alone. */
  readonly sign: string;
  readonly meaning: string;
}

export const outcomeLooks: Readonly<Record<Outcome, OutcomeLook>> = {
  Match: {
    ...outcomeStyles.Match,
    word: 'Match',
    sign: 'M3 8.5 6.5 12 13 4.5',
    meaning: 'Somebody in the collection, at or above the threshold',
  },
  NoMatch: {
    ...outcomeStyles.NoMatch,
    word: 'No match',
    sign: 'M5 6a3 3 0 1 1 4.4 2.6C8.5 9.1 8 9.6 8 10.5M8 13.2v.1',
    meaning: 'Searched, and nobody in the collection reached the threshold',
  },
  Indexed: {
    ...outcomeStyles.Indexed,
    word: 'Indexed',
    sign: 'M8 3v10M3 8h10',
    meaning: 'Unknown, and put into the collection by the stage in IndexFacesHook',
  },
  Unsearchable: {
    ...outcomeStyles.Unsearchable,
    word: 'Unsearchable',
    sign: 'M3.5 8a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M4.8 4.8l6.4 6.4',
    meaning: 'Too small, or not found again in its own crop',
  },
  Failed: {
    ...outcomeStyles.Failed,
    word: 'Failed',
    sign: 'M4 4l8 8M12 4l-8 8',
    meaning: 'Could not be searched after all retries',
  },
  Searching: {
    box: '#5F6B7A',
    lettering: '#FFFFFF',
    word: 'Searching',
    sign: 'M3 8v.1M8 8v.1M13 8v.1',
    meaning: 'Found in the photo, and not searched yet',
  },
  Waiting: {
    box: '#5F6B7A',
    lettering: '#FFFFFF',
    word: 'Waiting',
    sign: 'M5 3h6L5 13h6z',
    meaning: 'Its last call failed, and it is tried again',
  },
  InHook: {
    box: '#5F6B7A',
    lettering: '#FFFFFF',
    word: 'Indexing',
    sign: 'M9 3v7a2.5 2.5 0 1 1-5 0',
    meaning: 'Searched, and the stage in IndexFacesHook has not answered yet',
  },
  NoOutcome: {
    box: '#5F6B7A',
    lettering: '#FFFFFF',
    word: 'No outcome',
    sign: 'M4 8h8',
    meaning: 'The execution ended before this face had an outcome',
  },
};

const reasons = { NoFaceInCrop: 'No face', WrongFaceInCrop: 'Wrong face', TooSmall: 'Too small' } as const;

/** A name, or an outcome in a word or a percentage: what a box on the photo has room for. */
export function outcomeInShort(face: Face): string {
  if ('faceId' in face && face.name !== undefined) return shortName(face.name);
  if (face.outcome === 'Match') return formatSimilarity(face.similarity);
  if (face.outcome === 'Unsearchable') return reasons[face.reason];
  return outcomeLooks[face.outcome].word;
}

/** Of a longer name the list of faces beside the photo has the rest. */
const longestShownName = 18;

const shortName = (name: string) => {
  const letters = [...name];
  return letters.length > longestShownName ? `${letters.slice(0, longestShownName - 1).join('')}…` : name;
};

/** An outcome in a sentence. */
export function outcomeInWords(face: Face): string {
  switch (face.outcome) {
    case 'Match':
      return `${formatSimilarity(face.similarity)} similar to ${face.name ?? `face ${face.faceId}`}`;
    case 'NoMatch':
      if (face.notFaceIds?.length) return 'Found to be somebody, and you said that it is not';
      return `Nobody in the collection reached ${face.threshold} %${face.notIndexed === undefined ? '' : `; not indexed: ${face.notIndexed}`}`;
    case 'Indexed':
      return `Put into the collection as ${face.name ?? face.faceId}`;
    case 'Unsearchable':
      return unsearchable[face.reason];
    case 'Failed':
      return `${face.stage}: ${face.error}${face.cause && `: ${face.cause}`}`;
    case 'InHook':
      return `${outcomeLooks.InHook.meaning}, since ${formatTimeOfDay(new Date(face.since!))}${face.attempt === undefined ? '' : `; it waits for attempt ${face.attempt}`}`;
    case 'Waiting':
      return `${outcomeLooks.Waiting.meaning}: attempt ${face.attempt}, waiting since ${formatTimeOfDay(new Date(face.since!))}`;
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

const fields = [
  ['Match', 'matchedCount'],
  ['Indexed', 'indexedCount'],
  ['NoMatch', 'unmatchedCount'],
  ['Unsearchable', 'unsearchableCount'],
  ['Failed', 'failedCount'],
] as const;

/** The outcomes that there are, in the order in which they are drawn. */
export const countedOutcomes = (counts: OutcomeCounts): { outcome: Outcome; count: number }[] =>
  fields.map(([outcome, field]) => ({ outcome, count: counts[field] })).filter(({ count }) => count > 0);
