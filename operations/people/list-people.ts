import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { readCorrectedRecord } from '../../statemachine/corrections.ts';
import type { Target } from '../connect.ts';
import { idsOf } from './names.ts';
import { toName } from './user-id.ts';
import { listFaces, listUsers } from './users.ts';

/** A person with a name. */
export interface ListedPerson {
  readonly name: string;
  readonly faceIds: readonly string[];
  /** Photos whose record finds any of the faces. */
  readonly photoCount: number;
}

/** Everybody who has a name, in its order, with their faces and in how many photos they are. Reads all records. */
export async function listPeople(target: Target): Promise<ListedPerson[]> {
  const faceIds = new Map((await listUsers(target)).map(({ UserId }) => [UserId!, [] as string[]]));
  const users = new Map<string, string>();
  for await (const { FaceId, UserId } of listFaces(target)) {
    // One whose user was made since the users were listed is told the next time.
    if (UserId === undefined || !faceIds.has(UserId)) continue;
    users.set(FaceId!, UserId);
    faceIds.get(UserId)!.push(FaceId!);
  }
  const photos = await countPhotos(target, users);
  return [...faceIds]
    .map(([userId, faces]) => ({
      name: toName(userId),
      faceIds: faces,
      photoCount: photos.get(userId) ?? 0,
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** In how many photos each user is. */
async function countPhotos(
  { photos, deployment }: Pick<Target, 'photos' | 'deployment'>,
  users: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (users.size === 0) return counts;
  const request = {
    TableName: deployment.photosTable,
    FilterExpression: 'matchedCount > :none OR indexedCount > :none',
    ExpressionAttributeValues: { ':none': 0 },
    ProjectionExpression: 'faces, photoEtag, corrections',
  };
  for await (const { Items = [] } of paginateScan({ client: photos }, request)) {
    for (const item of Items) {
      const { faces = [] } = readCorrectedRecord(item);
      const inPhoto = faces.map((face) => idsOf('faceId' in face ? face : {}));
      const found = inPhoto.map((ids) => ids.map((id) => users.get(id)).find((user) => user !== undefined));
      for (const userId of new Set(found)) {
        if (userId !== undefined) counts.set(userId, (counts.get(userId) ?? 0) + 1);
      }
    }
  }
  return counts;
}
