import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { Target } from '../../../operations/connect.ts';
import { whySkipped } from '../../../operations/photos/check-key.ts';
import { photoIdIn } from '../../../statemachine/execution-name.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import type { NeededLook } from '../../api/needs-look.ts';
import type { DescribedExecutions } from '../executions/described.ts';
import { listFrom } from '../executions/list-from.ts';
import { photoUrl } from '../images/image-urls.ts';
import type { FoundLooks } from './found-looks.ts';

/** Milliseconds until an upload is said to have started nothing: its event may be on its way. */
const patience = { 'in-process': 5_000, server: 5_000, aws: 5 * 60_000 } as const;

/** Objects of the bucket that are looked at: 50 calls of S3. */
const mostObjects = 50_000;
/** Executions among which the photo's is looked for, and those of them that have to be asked for their photo. */
const mostExecutions = 10_000;
const mostDescribed = { 'in-process': 2_000, server: 2_000, aws: 100 } as const;

interface Unrecorded {
  readonly key: string;
  readonly uploadedAt: Date;
}

/** Whether something is known to have run the photo after it was put there. */
type RanSince = (key: string, uploadedAt: Date) => boolean;

/**
 * Photos that were uploaded, and that nothing has run since. The bucket tells more than a queue of events that could not
 * be delivered: also what nobody announced, and what such a queue has dropped after its 14 days.
 */
export async function findNotStarted(
  { target, described }: { target: Target; described: DescribedExecutions },
  ranSince: RanSince,
): Promise<FoundLooks> {
  const { photos, all } = await listUnrecorded(target, ranSince);
  const unseen = all
    ? []
    : [`Only the first ${mostObjects.toLocaleString('en')} objects of the bucket were looked at.`];
  if (photos.length === 0) return { looks: [], unseen };
  const runs = await lastRuns(target, described, photos);
  return { looks: photos.filter((photo) => !isAfter(runs.of(photo), photo.uploadedAt)).map(toLook), unseen };
}

async function listUnrecorded(
  { s3, kind, deployment: { rawBucket, rawPrefix } }: Target,
  ranSince: RanSince,
): Promise<{ photos: Unrecorded[]; all: boolean }> {
  const photos: Unrecorded[] = [];
  const latest = Date.now() - patience[kind];
  let objects = 0;
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket: rawBucket, Prefix: rawPrefix },
  )) {
    for (const { Key: key, Size, LastModified: uploadedAt } of Contents) {
      if (uploadedAt!.getTime() > latest || whySkipped(key!, Size) || ranSince(key!, uploadedAt!)) continue;
      photos.push({ key: key!, uploadedAt: uploadedAt! });
    }
    objects += Contents.length;
    if (objects >= mostObjects) return { photos, all: false };
  }
  return { photos, all: true };
}

/** When each of these photos was last run, as far back as the oldest of them. */
async function lastRuns(
  target: Target,
  described: DescribedExecutions,
  photos: readonly Unrecorded[],
): Promise<{ of: (photo: Unrecorded) => Date | undefined }> {
  const idOf = (key: string) => photoId(target.deployment.rawBucket, key);
  const oldest = Math.min(...photos.map(({ uploadedAt }) => uploadedAt.getTime()));
  const runs = new Map<string, Date>();
  let [looked, asked] = [0, 0];
  for await (const { item } of listFrom(target, {}, { pageSize: 1_000 })) {
    looked += 1;
    if (item.startDate!.getTime() < oldest - sameSecond || looked > mostExecutions) break;
    let photo = photoIdIn(item.name!);
    if (photo === undefined && asked < mostDescribed[target.kind]) {
      asked += 1;
      const { key } = await described.of(item);
      photo = key === undefined ? undefined : idOf(key);
    }
    if (photo !== undefined && !runs.has(photo)) runs.set(photo, item.startDate!);
  }
  return { of: ({ key }) => runs.get(idOf(key)) };
}

/** S3 tells whole seconds. */
const sameSecond = 1_000;

export const isAfter = (run: Date | undefined, uploadedAt: Date): boolean =>
  run !== undefined && run.getTime() >= uploadedAt.getTime() - sameSecond;

const toLook = ({ key, uploadedAt }: Unrecorded): NeededLook => ({
  reason: 'not started',
  photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail') },
  since: uploadedAt.toISOString(),
  remedy: 'reprocess',
  explanation:
    'It is in the bucket, and no execution has run it since it was put there: it waits behind other uploads, or could start none. Start one; should its own come after all, the later of the two is recorded.',
});
