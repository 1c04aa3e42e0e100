import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import { readableError } from '../../../operations/executions/event-error.ts';
import { explainVerdict } from '../../../operations/redrive/explain-verdict.ts';
import { type Judged, judgeAll, wasRecordedSince } from '../../../operations/redrive/judge.ts';
import { listUnfinished } from '../../../operations/redrive/list-candidates.ts';
import { photoIdIn } from '../../../statemachine/execution-name.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import type { NeededLook } from '../../api/needs-look.ts';
import { photoUrl } from '../images/image-urls.ts';
import type { RecordOfPhoto } from '../people/records-summary.ts';
import { type FoundLooks, isGone, photoIsGone } from './found-looks.ts';

/** Executions that are judged, the newest: on AWS each takes a tenth of a second, by its quota. */
const mostJudged = { 'in-process': 2_000, server: 2_000, aws: 200 } as const;

/** Executions that ended, in time for a redrive, without a record: of each photo the newest. */
export async function findNotRecorded(
  target: Target,
  records: ReadonlyMap<string, RecordOfPhoto>,
): Promise<FoundLooks> {
  const ended = (await listUnfinished(target)).reverse().filter(needsJudging(target, records));
  const judged = ended.slice(0, mostJudged[target.kind]);
  const looks = new Map<string, NeededLook>();
  const stops = new Map(judged.map(({ executionArn, stopDate }) => [executionArn!, stopDate!]));
  for await (const each of judgeAll(target, [...stops.keys()])) {
    // An older one of the same photo is repaired by what repairs this one.
    const photo = each.key ?? each.name;
    const look = toLook(each, stops.get(each.executionArn)!);
    if (!looks.has(photo) && look) looks.set(photo, look);
  }
  const left = ended.length - judged.length;
  return {
    looks: [...looks.values()],
    unseen: left > 0 ? [`${left} older executions that failed were not looked at.`] : [],
  };
}

/** Most executions that failed recorded what failed, or their photo was recorded since: records tell without a call. */
function needsJudging({ deployment }: Target, records: ReadonlyMap<string, RecordOfPhoto>) {
  const wrote = new Set<string>();
  const byPhotoId = new Map<string, RecordOfPhoto>();
  for (const record of records.values()) {
    wrote.add(record.executionArn);
    byPhotoId.set(photoId(deployment.rawBucket, record.key), record);
  }
  return ({ executionArn, name, startDate }: ExecutionListItem) => {
    const record = byPhotoId.get(photoIdIn(name!) ?? '');
    return !wrote.has(executionArn!) && !(record && wasRecordedSince({ startDate }, record));
  };
}

/** Ended by a Fail state it has recorded its photo, and was superseded, or the record was forgotten since. */
const recorded: ReadonlySet<string | undefined> = new Set(['FacesFailed', 'PhotoFailed']);

function toLook(judged: Judged, stopDate: Date): NeededLook | undefined {
  const { verdict, key, name, error, cause } = judged;
  if (verdict === 'recorded since' || recorded.has(error)) return undefined;
  const gone = isGone({ error });
  const again = verdict === 'wrong input' || key === undefined || gone ? 'none' : 'reprocess';
  return {
    reason: 'not recorded',
    ...(key !== undefined && {
      photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail', { execution: name }) },
    }),
    execution: name,
    since: stopDate.toISOString(),
    ...(error !== undefined && { error: readableError(error, cause) }),
    remedy: verdict === 'redrive' ? 'redrive' : again,
    explanation: gone ? photoIsGone : explainVerdict(judged),
  };
}
