import { GetCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Correction,
  correctionsAttribute,
  isSameFace,
  readCorrections,
} from '../../statemachine/corrections.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { type FaceRecord, readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { UsageError } from '../usage-error.ts';
import { facesOfUser } from './name-faces.ts';
import { listFaces } from './users.ts';

type CorrectedPhoto = Pick<Target, 'photos' | 'deployment'>;

/** Somebody else has corrected faces of the same photo at the same moment, again and again. */
class CorrectionsKeepChanging extends Error {
  override name = 'CorrectionsKeepChanging' as const;
}

/** A face of a photo as its record has it. */
export interface PlacedFace {
  readonly photoId: string;
  readonly photoEtag: string;
  readonly face: FaceRecord;
}

/** Throws UsageError where there is none. */
export async function findFace(target: CorrectedPhoto, key: string, idx: number): Promise<PlacedFace> {
  const id = photoId(target.deployment.rawBucket, key);
  const record = await readItem(target, id);
  const face = readPhotoRecord(record).faces?.find((each) => each.idx === idx);
  const { photoEtag } = readPhotoRecord(record);
  if (face && photoEtag !== undefined) return { photoId: id, photoEtag, face };
  throw new UsageError(`Expected a face of a photo that was processed, got face ${idx} of ${key}`);
}

/**
 * Says of a face that it is not the person of a face of the collection, under whatever face of theirs it may be found.
 * However often the photo is processed, that holds.
 */
export async function ruleOut(target: Target, placed: PlacedFace, faceId: string): Promise<void> {
  const notFaceIds = await facesOfPerson(target, faceId);
  await add(target, placed, { notFaceIds });
}

/** Takes back that a face is not the person of this face. */
export const ruleIn = (target: Target, placed: PlacedFace, faceId: string): Promise<void> =>
  change(target, placed.photoId, (each) =>
    isOf(each, placed) && each.notFaceIds?.includes(faceId) ? undefined : each,
  );

/** Puts an unknown face away for good. */
export const putAway = (target: CorrectedPhoto, placed: PlacedFace): Promise<void> =>
  add(target, placed, { putAwayAt: new Date().toISOString() });

export const bringBack = (target: CorrectedPhoto, placed: PlacedFace): Promise<void> =>
  change(target, placed.photoId, (each) =>
    isOf(each, placed) && each.putAwayAt !== undefined ? undefined : each,
  );

/** Takes the ids of faces that are forgotten out of what was said of others; returns in how many photos. */
export async function forgetInCorrections(
  target: CorrectedPhoto,
  faceIds: readonly string[],
): Promise<number> {
  const { photos, deployment } = target;
  let count = 0;
  const pages = paginateScan(
    { client: photos },
    {
      TableName: deployment.photosTable,
      ConsistentRead: true,
      FilterExpression: `attribute_exists(${correctionsAttribute})`,
      ProjectionExpression: `photoId, ${correctionsAttribute}`,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const named = readCorrections(item).some(({ notFaceIds = [] }) =>
        notFaceIds.some((faceId) => faceIds.includes(faceId)),
      );
      if (!named) continue;
      await change(target, item.photoId, (each) => without(each, faceIds));
      count += 1;
    }
  }
  return count;
}

function without(correction: Correction, faceIds: readonly string[]): Correction | undefined {
  const { notFaceIds, ...rest } = correction;
  const left = notFaceIds?.filter((faceId) => !faceIds.includes(faceId));
  if (left?.length === notFaceIds?.length) return correction;
  return left!.length > 0 ? { ...rest, notFaceIds: left } : undefined;
}

const isOf = (correction: Correction, { photoEtag, face }: PlacedFace) =>
  correction.photoEtag === photoEtag && isSameFace(correction.boundingBox, face.boundingBox);

async function facesOfPerson(target: Target, faceId: string): Promise<string[]> {
  for await (const { UserId } of listFaces(target, { FaceIds: [faceId] })) {
    if (UserId !== undefined) return [...new Set([faceId, ...(await facesOfUser(target, UserId))])];
  }
  return [faceId];
}

/** Beside whatever is written there at the same moment. */
async function add(
  { photos, deployment }: CorrectedPhoto,
  { photoId, photoEtag, face }: PlacedFace,
  said: Pick<Correction, 'notFaceIds' | 'putAwayAt'>,
): Promise<void> {
  const added: Correction = { photoEtag, boundingBox: face.boundingBox, ...said };
  await photos.send(
    new UpdateCommand({
      TableName: deployment.photosTable,
      Key: { photoId },
      UpdateExpression: `SET ${correctionsAttribute} = list_append(if_not_exists(${correctionsAttribute}, :none), :added)`,
      ConditionExpression: 'attribute_exists(photoId)',
      ExpressionAttributeValues: { ':none': [], ':added': [added] },
    }),
  );
}

const mostTries = 10;

/** Changes what was said, or leaves it out; unless somebody else has changed it meanwhile: then again. */
async function change(
  target: CorrectedPhoto,
  photoId: string,
  changed: (correction: Correction) => Correction | undefined,
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const written: unknown[] = (await readItem(target, photoId))?.[correctionsAttribute] ?? [];
    const changes = written.flatMap((each, index): Change[] => {
      const [before] = readCorrections({ [correctionsAttribute]: [each] });
      const after = before && changed(before);
      return before && after !== before ? [{ index, before, after }] : [];
    });
    if (changes.length === 0 || (await write(target, photoId, changes, written.length))) return;
  }
  throw new CorrectionsKeepChanging(
    `Expected what is said of the faces of ${photoId} to stay as it is for a moment, but it changed ${mostTries} times: try again`,
  );
}

interface Change {
  readonly index: number;
  readonly before: Correction;
  /** Absent for one that is taken back. */
  readonly after: Correction | undefined;
}

/** Returns false, and leaves everything as it is, when the list is no longer the one that was read. */
async function write(
  { photos, deployment }: CorrectedPhoto,
  photoId: string,
  changes: readonly Change[],
  size: number,
): Promise<boolean> {
  const at = (index: number) => `${correctionsAttribute}[${index}]`;
  const set = changes.filter(({ after }) => after).map(({ index }) => `${at(index)} = :after${index}`);
  const remove = changes.filter(({ after }) => !after).map(({ index }) => at(index));
  const request = new UpdateCommand({
    TableName: deployment.photosTable,
    Key: { photoId },
    UpdateExpression: [
      ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: [
      `size(${correctionsAttribute}) = :size`,
      ...changes.map(
        ({ index }) =>
          `${at(index)}.photoEtag = :etag${index} AND ${at(index)}.boundingBox.#left = :left${index}`,
      ),
    ].join(' AND '),
    ExpressionAttributeNames: { '#left': 'left' },
    ExpressionAttributeValues: {
      ':size': size,
      ...Object.fromEntries(
        changes.flatMap(({ index, before, after }) => [
          [`:etag${index}`, before.photoEtag],
          [`:left${index}`, before.boundingBox.left],
          ...(after ? [[`:after${index}`, after]] : []),
        ]),
      ),
    },
  });
  try {
    await photos.send(request);
    return true;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

async function readItem({ photos, deployment }: CorrectedPhoto, photoId: string) {
  const { Item } = await photos.send(
    new GetCommand({ TableName: deployment.photosTable, Key: { photoId }, ConsistentRead: true }),
  );
  return Item;
}
