import { prices } from '../../statemachine/prices.ts';
import type { RekognitionQuota } from '../../statemachine/rekognition-quotas.ts';
import type { Target } from '../connect.ts';
import { assumedFaces } from './bound.ts';
import { knownFaces, withRecords } from './photo-records.ts';
import { listPhotos, type Selection, type SkipReason } from './selection.ts';

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

export interface SurveyOptions {
  readonly signal: AbortSignal;
  /** Told of each photo, how many there are with it. */
  readonly onPhoto?: (photos: number) => void;
}

/** Counts the selected photos and their faces, as many as it comes to see until the signal aborts. */
export async function surveyPhotos(
  target: Target,
  selection: Selection,
  { signal, onPhoto }: SurveyOptions,
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
    onPhoto?.(photos);
  }
  return { photos, knownFaces: faces, unknownPhotos, skipped, skippedExample };
}

export interface Estimate {
  readonly detectFacesCalls: number;
  readonly searchCalls: number;
  readonly transitions: number;
  /** Of Rekognition and Step Functions, for an account that has spent nothing else this month. */
  readonly dollars: { readonly calls: number; readonly transitions: number };
  /** With the quota busy all the time. */
  readonly seconds: number;
}

/** DetectFaces, WaitForTurn, SearchEachFace, RecordMatches, AllFacesSearched and PhotoRecorded. */
const statesPerPhoto = 6;
/** CropAndSearch, IsNoMatch, and IndexFacesHook or FaceDone. A stage in the hook adds two, and its own price. */
const statesPerFace = 3;

/** What a run costs and takes, when nothing has to be tried again. */
export function estimate({ photos, knownFaces, unknownPhotos }: Survey, quota: RekognitionQuota): Estimate {
  const faces = knownFaces + unknownPhotos * assumedFaces;
  const transitions = photos * statesPerPhoto + faces * statesPerFace;
  return {
    detectFacesCalls: photos,
    searchCalls: faces,
    transitions,
    dollars: {
      calls: (photos + faces) * prices.rekognitionImage,
      transitions: transitions * prices.stateTransition,
    },
    seconds: Math.max(photos / quota.detectFaces, faces / quota.searchFacesByImage),
  };
}

/** To the tenth of a cent, where it matters. */
export const money = (dollars: number) => `$${dollars.toFixed(dollars < 10 ? 3 : 2)}`;
