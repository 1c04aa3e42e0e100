import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from '../../statemachine/deployment.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { countOutcomes, type PhotoRecord, photoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { findTraces } from '../forget/photo-traces.ts';
import { countFaces, describeCounts, plural } from '../match/totals.ts';
import { expectedStatus, type SmokePhoto } from './smoke-photo.ts';
import type { Taken } from './steps.ts';

/** The record in the Photos table is not what the execution had to leave. */
class RecordWrong extends Error {
  override name = 'RecordWrong' as const;
}

/** The crops in the thumbs bucket are not those that the record names. */
class CropsWrong extends Error {
  override name = 'CropsWrong' as const;
}

/** Checks the record that an execution left: its form, its photo, its counts. Throws RecordWrong. */
export async function checkRecord(
  target: Target,
  key: string,
  executionArn: string,
  photo: SmokePhoto,
): Promise<Taken<PhotoRecord>> {
  const { rawBucket, collectionId } = target.deployment;
  const record = await readRecord(target, key);
  const expected: Partial<PhotoRecord> = {
    s3Bucket: rawBucket,
    s3Key: key,
    status: expectedStatus(photo),
    executionArn,
    collectionId,
    ...countOutcomes(record.faces),
  };
  for (const name of Object.keys(expected) as (keyof PhotoRecord)[]) {
    if (record[name] === expected[name]) continue;
    throw new RecordWrong(`Expected ${name} to be ${expected[name]} in the record, got ${record[name]}`);
  }
  const faces = describeCounts(countFaces([record]));
  if (photo.hasFaces && record.faceCount === record.unsearchableCount) {
    throw new RecordWrong(`Expected faces that were searched in the record, got ${faces}`);
  }
  return { value: record, told: `${record.status}, ${faces}` };
}

async function readRecord({ photos, deployment }: Target, key: string): Promise<PhotoRecord> {
  const { photosTable, rawBucket } = deployment;
  const id = photoId(rawBucket, key);
  const { Item } = await photos.send(
    new GetCommand({ TableName: photosTable, Key: { photoId: id }, ConsistentRead: true }),
  );
  if (!Item) throw new RecordWrong(`Expected an item ${id} in the table ${photosTable}, found none`);
  const { data, error } = photoRecord.safeParse(Item);
  if (data) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new RecordWrong(`Expected a record of this project as item ${id}, got ${faults.join('; ')}`);
}

/** Checks that each searched face has its crop, and that there is no other. Throws CropsWrong. */
export async function checkCrops(
  target: Target,
  { photoId, s3Key, faces }: PhotoRecord,
): Promise<Taken<void>> {
  const { crops } = await findTraces(target, s3Key, { withPhoto: false });
  // A call that was tried again may have stored a second version of its crop.
  const stored = [...new Set(crops.map(({ key }) => key))].sort();
  const recorded = faces.flatMap(({ thumbKey }) => thumbKey ?? []).sort();
  const place = cropsPlace(target.deployment, photoId);
  if (stored.join() !== recorded.join()) {
    throw new CropsWrong(
      `Expected ${describe(recorded)} under ${place}, as the record says, found ${describe(stored)}`,
    );
  }
  return { value: undefined, told: `${plural(stored.length, 'crop')} under ${place}` };
}

const describe = (keys: readonly string[]): string =>
  keys.length > 0 ? keys.map((key) => key.slice(key.lastIndexOf('/') + 1)).join(', ') : 'no crop';

/** Where all crops of one photo lie, and nothing else: `s3://<bucket>/<prefix>`. */
export const cropsPlace = ({ thumbsBucket, thumbsPrefix }: Deployment, photoId: string): string =>
  `s3://${thumbsBucket}/${thumbsPrefix}${photoId}/`;
