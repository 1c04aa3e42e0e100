import { prices } from '../prices.ts';
import type { RekognitionQuota } from './quota.ts';
import { expectedFaces, type Survey } from './survey.ts';

export interface Estimate {
  readonly detectFacesCalls: number;
  readonly searchCalls: number;
  readonly transitions: number;
  /** Of Rekognition and Step Functions, for an account that has spent nothing else this month. */
  readonly dollars: { readonly calls: number; readonly transitions: number };
  /** With the quota busy all the time. */
  readonly seconds: number;
}

/** DetectFaces, SearchEachFace, RecordMatches, AllFacesSearched and PhotoRecorded. */
const statesPerPhoto = 5;
/** CropAndSearch, IsNoMatch, and IndexFacesHook or FaceDone. */
const statesPerFace = 3;

/** What a run costs and takes, when nothing has to be tried again. */
export function estimate(survey: Survey, quota: RekognitionQuota): Estimate {
  const { photos } = survey;
  const faces = expectedFaces(survey);
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
