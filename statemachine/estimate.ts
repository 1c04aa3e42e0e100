import { prices } from './prices.ts';
import type { RekognitionQuota } from './rekognition-quotas.ts';
import type { RunEstimate } from './reprocess-payloads.ts';

/** Faces of a photo that nobody knows anything of. */
export const assumedFaces = 4;

/** Photos and what is known of their faces. */
export interface FaceCensus {
  readonly photos: number;
  /** Of the photos whose record tells their number. */
  readonly knownFaces: number;
  readonly unknownPhotos: number;
}

/** DetectFaces, WaitForTurn, SearchEachFace, RecordMatches, AllFacesSearched and PhotoRecorded. */
const statesPerPhoto = 6;
/** CropAndSearch, IsNoMatch, and IndexFacesHook or FaceDone. A stage in the hook adds two, and its own price. */
const statesPerFace = 3;
/** Transitions that a run adds to a photo's own: the child's start, and its state MatchFaces. */
export const statesPerChild = 2;

/** What photos cost and take, when nothing has to be tried again; `inRun` as the children of ReprocessPhotos. */
export function estimate(
  { photos, knownFaces, unknownPhotos }: FaceCensus,
  quota: RekognitionQuota,
  { inRun = false } = {},
): RunEstimate {
  const faces = knownFaces + unknownPhotos * assumedFaces;
  const transitions = photos * (statesPerPhoto + (inRun ? statesPerChild : 0)) + faces * statesPerFace;
  const calls = rounded((photos + faces) * prices.rekognitionImage);
  const ofTransitions = rounded(transitions * prices.stateTransition);
  const seconds = Math.max(photos / quota.detectFaces, faces / quota.searchFacesByImage);
  return {
    photos,
    faces,
    photosOfUnknownFaces: unknownPhotos,
    calls: { DetectFaces: photos, SearchFacesByImage: faces },
    transitions,
    dollars: { calls, transitions: ofTransitions, total: rounded(calls + ofTransitions) },
    minutes: Math.round((seconds / 60) * 100) / 100,
    searchesPerSecond: quota.searchFacesByImage,
  };
}

/** To the thousandth of a cent: a person reads it in the console. */
const rounded = (dollars: number) => Math.round(dollars * 1e5) / 1e5;
