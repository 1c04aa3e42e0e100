import { SearchFacesCommand } from '@aws-sdk/client-rekognition';
import { forEachAtOnce } from '../at-once.ts';
import { patiently } from '../patiently.ts';
import { mostFacesOfName, type NamedPerson, nameFaces } from './name-faces.ts';
import { toName } from './user-id.ts';
import { listFaces, type PeopleTarget } from './users.ts';

/** Faces of the collection that are as alike as one person's, and had not all one name. */
export interface OnePerson {
  readonly faceIds: readonly string[];
  /** That some of them have. With more than one, a person has to say who it is. */
  readonly names: readonly string[];
}

/** Searches at once: the quota of most Regions is 5 a second. */
const atOnce = 4;

/**
 * Finds persons who are one: each face of the collection is searched in it, which AWS bills like any search. Faces that
 * have a name are one person already. `tell` is given how many are searched.
 */
export async function findDoubles(
  target: PeopleTarget,
  threshold: number,
  { signal, tell = () => {} }: { signal: AbortSignal; tell?: (searched: number) => void },
): Promise<OnePerson[]> {
  const users = new Map<string, string | undefined>();
  for await (const { FaceId, UserId } of listFaces(target)) users.set(FaceId!, UserId);
  const alike = new Groups();
  // Whoever has the same name stands for all of them.
  const personOf = (faceId: string) => users.get(faceId) ?? faceId;
  let searched = 0;
  await forEachAtOnce(users.keys(), { atOnce, signal }, async (faceId) => {
    for (const found of await searchLike(target, faceId, threshold, signal)) {
      if (users.has(found)) alike.join(personOf(faceId), personOf(found));
    }
    searched += 1;
    tell(searched);
  });
  signal.throwIfAborted();
  const byPerson = Map.groupBy(users.keys(), personOf);
  return alike.all().map((persons) => {
    const faceIds = persons.flatMap((person) => byPerson.get(person)!).toSorted();
    const names = new Set(faceIds.flatMap((faceId) => users.get(faceId) ?? []));
    return { faceIds, names: [...names].map(toName).toSorted() };
  });
}

async function searchLike(
  { rekognition, deployment }: PeopleTarget,
  FaceId: string,
  FaceMatchThreshold: number,
  signal: AbortSignal,
): Promise<string[]> {
  const request = {
    CollectionId: deployment.collectionId,
    FaceId,
    FaceMatchThreshold,
    MaxFaces: mostFacesOfName,
  };
  const search = () => rekognition.send(new SearchFacesCommand(request));
  const { FaceMatches = [] } = await patiently(search, signal);
  return FaceMatches.map(({ Face }) => Face!.FaceId!);
}

/** Gives them one name: the one that some have, or one made of an id. Throws what nameFaces throws. */
export async function mergePerson(target: PeopleTarget, { faceIds, names }: OnePerson): Promise<NamedPerson> {
  const name = names[0] ?? `Person ${faceIds[0]!.slice(0, 8)}`;
  // None of these has another name: who has two is not merged.
  const named = await nameFaces(target, faceIds, name, async () => false);
  if (!named)
    throw new Error(`Expected faces without another name than ${name}, got some with one: run this again`);
  return named;
}

/** What is joined, by whatever way. */
class Groups {
  readonly #groupOf = new Map<string, Set<string>>();

  join(one: string, other: string): void {
    if (one === other) return;
    const group = new Set([...(this.#groupOf.get(one) ?? [one]), ...(this.#groupOf.get(other) ?? [other])]);
    for (const each of group) this.#groupOf.set(each, group);
  }

  all(): string[][] {
    return [...new Set(this.#groupOf.values())].map((group) => [...group]);
  }
}
