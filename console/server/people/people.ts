import { type Face, ListFacesCommand, type ListFacesCommandInput } from '@aws-sdk/client-rekognition';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { facesOfUser } from '../../../operations/people/name-faces.ts';
import { toName } from '../../../operations/people/user-id.ts';
import type { PeoplePage, Person, peopleQuery } from '../../api/person.ts';
import type { Answer } from '../../api/routes.ts';
import { cropUrl } from '../images/image-urls.ts';
import { Refusal } from '../refusal.ts';
import { describeCollection } from './collection.ts';
import type { KeptCrops } from './kept-crops.ts';
import { facesNamedLike } from './named-faces.ts';
import type { PhotoRecords } from './photo-records.ts';
import type { RecordsSummary } from './records-summary.ts';

export interface PeopleSources {
  readonly target: Target;
  readonly records: PhotoRecords;
  readonly keptCrops: KeptCrops;
}

/** Occurrences of each person of a page. */
const mostOnPage = 12;
const mostCrops = 4;

/** A page of the collection's faces, or those that were asked for, in their order. */
export async function peoplePage(
  sources: PeopleSources,
  { faceId, name, limit, cursor }: z.output<typeof peopleQuery>,
): Promise<PeoplePage> {
  const [summary, { faceCount }, listed] = await Promise.all([
    sources.records.summary(),
    describeCollection(sources.target),
    name
      ? { Faces: await facesNamedLike(sources.target, name, limit), NextToken: undefined }
      : listFaces(sources.target, {
          FaceIds: faceId,
          MaxResults: faceId ? undefined : limit,
          NextToken: cursor,
        }),
  ]);
  const faces = new Map(listed.Faces.map((face) => [face.FaceId!, face]));
  const wanted = name ? [...faces.keys()] : (faceId ?? [...faces.keys()]);
  const namesakes = await facesByUser(sources.target, listed.Faces);
  const people = wanted.map((id) => {
    const face = faces.get(id);
    return toPerson(id, face, namesakes.get(face?.UserId) ?? [id], summary, sources.keptCrops, mostOnPage);
  });
  return {
    people: await Promise.all(people),
    ...(listed.NextToken !== undefined && { cursor: listed.NextToken }),
    ...(faceCount !== undefined && { faceCount }),
    readAt: summary.readAt.toISOString(),
  };
}

export async function readPerson(
  { target, records, keptCrops }: PeopleSources,
  faceId: string,
): Promise<Person> {
  const [summary, { Faces }] = await Promise.all([
    records.summary(),
    listFaces(target, { FaceIds: [faceId] }),
  ]);
  const { UserId } = Faces[0] ?? {};
  const all = UserId === undefined ? [faceId] : await facesOfUser(target, UserId);
  const person = await toPerson(faceId, Faces[0], all, summary, keptCrops);
  if (!person.inCollection && person.photoCount === 0 && person.crops.length === 0) {
    throw new Refusal(404, 'FaceDoesNotExist', {
      message: `Expected a face of the collection, or one that a record names, got ${faceId}`,
      whatToDo: 'It may have been forgotten since. Go back to the people.',
      field: 'faceId',
    });
  }
  if (UserId === undefined) return person;
  return { ...person, otherFaces: all.filter((other) => other !== faceId) };
}

export async function readUnknown(records: PhotoRecords): Promise<Answer<'unknownFaces'>> {
  const { unknown, putAway, readAt } = await records.summary();
  return { ...unknown, putAway: putAway.total, readAt: readAt.toISOString() };
}

export async function readPutAway(records: PhotoRecords): Promise<Answer<'putAwayFaces'>> {
  const { putAway, readAt } = await records.summary();
  return { ...putAway, readAt: readAt.toISOString() };
}

async function listFaces(
  { rekognition, deployment }: Target,
  request: Omit<ListFacesCommandInput, 'CollectionId'>,
): Promise<{ Faces: Face[]; NextToken?: string }> {
  const { Faces = [], NextToken } = await rekognition.send(
    new ListFacesCommand({ CollectionId: deployment.collectionId, ...request }),
  );
  return { Faces, NextToken };
}

/** Several faces under one name are one person: the faces of everybody of a page who has one, by their user. */
async function facesByUser(
  target: Target,
  faces: readonly Face[],
): Promise<ReadonlyMap<string | undefined, readonly string[]>> {
  const users = [...new Set(faces.flatMap(({ UserId }) => UserId ?? []))];
  return new Map(
    await Promise.all(users.map(async (user) => [user, await facesOfUser(target, user)] as const)),
  );
}

/** `all` are the faces under their name. */
async function toPerson(
  faceId: string,
  face: Face | undefined,
  all: readonly string[],
  summary: RecordsSummary,
  keptCrops: KeptCrops,
  mostOccurrences?: number,
): Promise<Person> {
  const { photoCount, occurrences } = summary.foundAs(all);
  const kept = (await keptCrops.of(faceId)).map(cropUrl);
  // What was enrolled comes first: a Match is compared with it, and not with itself.
  const found = occurrences.toSorted((a, b) => (b.similarity ?? 0) - (a.similarity ?? 0));
  const crops = [...kept, ...found.flatMap(({ cropUrl = [] }) => cropUrl)];
  return {
    faceId,
    ...(face?.UserId !== undefined && { name: toName(face.UserId) }),
    inCollection: face !== undefined,
    ...(face?.ExternalImageId !== undefined && { externalImageId: face.ExternalImageId }),
    crops: crops.slice(0, mostCrops),
    photoCount,
    occurrences: occurrences.slice(0, mostOccurrences),
  };
}
