import type { Target } from '../../../operations/connect.ts';
import { plural } from '../../../operations/match/totals.ts';
import { groupingRate } from '../../../operations/people/group-faces.ts';
import { estimateRun, money } from '../../../operations/reprocess/estimate.ts';
import { assumedFaces, estimate as estimatePhotos, type FaceCensus } from '../../../statemachine/estimate.ts';
import { prices } from '../../../statemachine/prices.ts';
import { defaultQuota } from '../../../statemachine/rekognition-quotas.ts';
import type { Estimate, PlannedAction } from '../../api/action.ts';
import { endOf } from '../executions/described.ts';
import { describe } from '../executions/execution.ts';
import { readDetected, readFaces } from '../executions/faces.ts';
import type { Histories } from '../executions/history.ts';

/** What an action would take and cost, when nothing has to be tried again. */
export async function estimate(
  target: Target,
  histories: Histories,
  planned: PlannedAction,
): Promise<Estimate> {
  if (planned.action === 'enroll')
    return estimateFaces(target, planned.faces, defaultQuota(target.deployment.region).searchFacesByImage);
  // Both calls are of one rate.
  if (planned.action === 'group') return estimateFaces(target, planned.faces, groupingRate(target) / 2);
  if (planned.action === 'redrive') return estimateRedrive(target, histories, planned.executions);
  if (planned.action === 'start') return estimateStart(target, planned.key);
  const { photos } = planned;
  return toEstimate(target, { photos, knownFaces: 0, unknownPhotos: photos });
}

/** By the photo's record, when it has one. */
async function estimateStart(target: Target, key: string): Promise<Estimate> {
  const { photos, faces, photosOfUnknownFaces: unknownPhotos } = await estimateRun(target, { keys: [key] });
  return toEstimate(target, { photos, unknownPhotos, knownFaces: faces - unknownPhotos * assumedFaces });
}

/** Histories that are read; the others are taken to be like them. */
const mostRead = 20;

/** Only faces without an outcome are searched again; without any known, the photo begins anew. */
async function estimateRedrive(
  target: Target,
  histories: Histories,
  names: readonly string[],
): Promise<Estimate> {
  const read = names.slice(0, mostRead);
  const left = await Promise.all(read.map((name) => facesLeft(target, histories, name)));
  const scaled = (count: number) => Math.round((count * names.length) / read.length);
  const unknownPhotos = scaled(left.filter((faces) => faces === undefined).length);
  const knownFaces = scaled(left.reduce<number>((sum, faces = 0) => sum + faces, 0));
  const whole = toEstimate(target, { photos: names.length, knownFaces, unknownPhotos });
  // The faces of the others need not be detected again.
  const detected = names.length - unknownPhotos;
  return summarized(target, {
    ...whole,
    assumed: whole.assumed || read.length < names.length,
    detectFacesCalls: whole.detectFacesCalls - detected,
    transitions: whole.transitions - detected,
    dollars: Math.max(0, whole.dollars - detected * prices.rekognitionImage),
  });
}

/** Faces without an outcome; undefined where none has been detected. */
async function facesLeft(target: Target, histories: Histories, name: string): Promise<number | undefined> {
  const execution = await describe(target, name);
  const { visits } = await histories.of(execution.executionArn!, endOf(execution));
  const detected = readDetected(visits);
  if (!detected) return undefined;
  return readFaces(detected, visits, { isRunning: false }).filter(({ outcome }) => outcome === 'NoOutcome')
    .length;
}

/**
 * Each face is indexed and searched: who is enrolled, so that nobody is twice; who is grouped, in a collection that is
 * made for it.
 */
function estimateFaces(target: Target, faces: number, facesPerSecond: number): Estimate {
  return summarized(target, {
    photos: 0,
    faces,
    assumed: false,
    detectFacesCalls: 0,
    searchCalls: faces,
    indexCalls: faces,
    transitions: 0,
    dollars: 2 * faces * prices.rekognitionImage,
    seconds: faces / facesPerSecond,
  });
}

function toEstimate(target: Target, census: FaceCensus): Estimate {
  const { photos, faces, calls, transitions, dollars, minutes } = estimatePhotos(
    census,
    defaultQuota(target.deployment.region),
  );
  return summarized(target, {
    ...{ photos, faces, transitions },
    assumed: census.unknownPhotos > 0,
    detectFacesCalls: calls.DetectFaces,
    searchCalls: calls.SearchFacesByImage,
    indexCalls: 0,
    dollars: dollars.total,
    seconds: minutes * 60,
  });
}

function summarized({ kind }: Target, counted: Omit<Estimate, 'free' | 'summary'>): Estimate {
  const { photos, faces, assumed, detectFacesCalls, searchCalls, indexCalls, dollars } = counted;
  const free = kind !== 'aws';
  const calls = detectFacesCalls + searchCalls + indexCalls;
  const what = [...(photos > 0 ? [plural(photos, 'photo')] : []), plural(Math.round(faces), 'face')];
  // To the tenth of a cent, where it matters.
  const price = `about ${money(dollars)}`;
  return {
    ...counted,
    free,
    summary: `${what.join(', ')}${assumed ? ' (assumed)' : ''}: ${plural(Math.round(calls), 'call')} of Rekognition, ${
      free ? `free on the local cloud, ${price} on AWS` : price
    }`,
  };
}
