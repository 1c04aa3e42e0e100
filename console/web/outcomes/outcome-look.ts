import { outcomeStyles } from '../../../operations/annotate/outcome-style.ts';
import type { Outcome } from '../../api/face.ts';

export interface OutcomeLook {
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
  NotSearched: {
    box: '#5F6B7A',
    lettering: '#FFFFFF',
    word: 'Not searched',
    sign: 'M4 8h8',
    meaning: 'The execution ended before this face had an outcome',
  },
};
