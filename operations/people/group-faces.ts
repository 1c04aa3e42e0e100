import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  DescribeCollectionCommand,
  IndexFacesCommand,
  SearchFacesCommand,
} from '@aws-sdk/client-rekognition';
import { defaultQuota } from '../../statemachine/rekognition-quotas.ts';
import { forEachAtOnce } from '../at-once.ts';
import type { Target } from '../connect.ts';
import { type Likeness, likenessGroups } from './likeness-groups.ts';

type GroupingTarget = Pick<Target, 'rekognition' | 'deployment' | 'kind'>;

/** Another program groups faces of this collection at this moment. */
export class GroupingElsewhere extends Error {
  override name = 'GroupingElsewhere' as const;
}

export interface GroupingOptions {
  /** Similarity in percent from which two faces are alike. */
  readonly threshold: number;
  readonly signal: AbortSignal;
  /** Called after each call of Rekognition. */
  readonly onCall: () => void;
}

/** Calls at once: on one machine its processors are the limit, on AWS the answers only have to keep up with the rate. */
const atOnce = { 'in-process': 2, server: 2, aws: 10 } as const;

/**
 * Calls a second on AWS: half of what Rekognition's default quotas give to IndexFaces and to SearchFaces, so that a stage
 * in the hook and other programs have the rest.
 */
export const groupingRate = ({ deployment }: Pick<Target, 'deployment'>): number =>
  defaultQuota(deployment.region).searchFacesByImage / 2;

/**
 * Groups faces by their likeness, the largest group first: crops by their keys in the thumbs bucket. A face in which
 * Rekognition finds nobody has a group of its own.
 *
 * Rekognition compares faces only within a collection, so they are put into one that is made for it and deleted at the end,
 * whatever happens; two calls for each face. One that was left by a program that was killed is deleted by the next.
 *
 * Throws GroupingElsewhere, AbortError, or what Rekognition answered.
 */
export async function groupFaces(
  target: GroupingTarget,
  cropKeys: readonly string[],
  { threshold, signal, onCall }: GroupingOptions,
): Promise<string[][]> {
  const { rekognition, deployment, kind } = target;
  const CollectionId = `${deployment.collectionId.slice(0, 240)}.grouping`;
  await createCollection(target, CollectionId);
  try {
    const turn = paced(kind === 'aws' ? groupingRate(target) : Number.POSITIVE_INFINITY, signal);
    const keys = new Map<string, string>();
    await forEachAtOnce(cropKeys, { atOnce: atOnce[kind], signal }, async (key) => {
      await turn();
      const Image = { S3Object: { Bucket: deployment.thumbsBucket, Name: key } };
      // With a name of its own each: of two crops with the same bytes Rekognition would store one.
      const ExternalImageId = key.replaceAll(/[^a-zA-Z0-9_.\-:]/g, ':').slice(-255);
      const { FaceRecords = [] } = await rekognition
        .send(
          new IndexFacesCommand({ CollectionId, Image, ExternalImageId, MaxFaces: 1, QualityFilter: 'NONE' }),
        )
        .catch(withoutFace);
      const faceId = FaceRecords[0]?.Face?.FaceId;
      if (faceId !== undefined) keys.set(faceId, key);
      onCall();
    });
    const alike: Likeness[] = [];
    await forEachAtOnce(keys, { atOnce: atOnce[kind], signal }, async ([FaceId, key]) => {
      await turn();
      const { FaceMatches = [] } = await rekognition.send(
        new SearchFacesCommand({ CollectionId, FaceId, FaceMatchThreshold: threshold, MaxFaces: 4_096 }),
      );
      for (const { Face } of FaceMatches) {
        const other = keys.get(Face?.FaceId ?? '');
        if (other !== undefined) alike.push([key, other]);
      }
      onCall();
    });
    signal.throwIfAborted();
    return likenessGroups(cropKeys, alike);
  } finally {
    await rekognition.send(new DeleteCollectionCommand({ CollectionId }));
  }
}

/** The crop is gone, or is none any more: the others are grouped all the same. */
function withoutFace(error: Error): { FaceRecords: [] } {
  if (error.name === 'InvalidS3ObjectException' || error.name === 'InvalidImageFormatException')
    return { FaceRecords: [] };
  throw error;
}

/** Milliseconds after which a grouping has surely ended. */
const longest = 10 * 60_000;

async function createCollection({ rekognition }: GroupingTarget, CollectionId: string): Promise<void> {
  const create = () => rekognition.send(new CreateCollectionCommand({ CollectionId }));
  try {
    await create();
  } catch (error) {
    if ((error as Error).name !== 'ResourceAlreadyExistsException') throw error;
    const { CreationTimestamp } = await rekognition.send(new DescribeCollectionCommand({ CollectionId }));
    if (Date.now() - CreationTimestamp!.getTime() < longest) {
      throw new GroupingElsewhere(
        `Expected nobody else to group faces now, but the collection ${CollectionId} was made at ${CreationTimestamp!.toISOString()}`,
      );
    }
    await rekognition.send(new DeleteCollectionCommand({ CollectionId }));
    await create();
  }
}

/** Resolves so often a second. */
function paced(perSecond: number, signal: AbortSignal): () => Promise<void> {
  let next = performance.now();
  return async () => {
    const wait = next - performance.now();
    next = Math.max(next, performance.now()) + 1000 / perSecond;
    if (wait > 0) await pause(wait, undefined, { signal });
  };
}
