import * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { executionName } from '../../../operations/executions/execution-name.ts';
import type { ExecutionPage, ExecutionRow, listQuery, SortOrder } from '../../api/execution.ts';
import { photoUrl } from '../images/image-urls.ts';
import { facesOfSamePerson } from '../people/named-faces.ts';
import type { PhotoRecords } from '../people/photo-records.ts';
import type { RecordOfPhoto } from '../people/records-summary.ts';
import type { DescribedExecutions } from './described.ts';

type ListQuery = z.output<typeof listQuery>;

/** Whether it asks for what only records tell. */
export const asksForRecords = ({ record, unknown, person, sort }: ListQuery): boolean =>
  record !== undefined || unknown !== undefined || person !== undefined || sort !== 'newest';

/** A page of the executions that wrote the records as they stand; AWS forgets executions, which costs a row nothing. */
export async function listRecords(
  sources: { target: Target; records: PhotoRecords; described: DescribedExecutions },
  query: ListQuery,
): Promise<ExecutionPage> {
  const { target, records, described } = sources;
  const [{ photos }, people] = await Promise.all([
    records.summary(),
    query.person === undefined ? undefined : facesOfSamePerson(target, query.person),
  ]);
  const matching = photos.filter((photo) => matches(photo, query, people)).sort(orders[query.sort]);
  const skip = readSkip(query.cursor);
  const end = skip + query.limit;
  return {
    executions: await Promise.all(matching.slice(skip, end).map((photo) => toRow(photo, described))),
    ...(end < matching.length && { cursor: String(end) }),
    total: matching.length,
  };
}

function matches(
  { key, status, counts, executionArn, startedAt, people }: RecordOfPhoto,
  query: ListQuery,
  wanted: ReadonlySet<string> | undefined,
): boolean {
  const search = query.search?.toLowerCase() ?? '';
  return (
    (query.record === undefined || status === query.record) &&
    (query.unknown === undefined || counts.unmatchedCount > 0) &&
    (wanted === undefined || people.some((person) => wanted.has(person))) &&
    (query.status === undefined || endedAs(status) === query.status) &&
    (query.photo === undefined || key === query.photo) &&
    (query.from === undefined || Date.parse(startedAt) >= Date.parse(query.from)) &&
    (query.to === undefined || Date.parse(startedAt) < Date.parse(query.to)) &&
    (key.toLowerCase().includes(search) || executionName(executionArn).toLowerCase().includes(search))
  );
}

type Order = (a: RecordOfPhoto, b: RecordOfPhoto) => number;

const newest: Order = (a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt);
const most =
  (count: keyof RecordOfPhoto['counts']): Order =>
  (a, b) =>
    b.counts[count] - a.counts[count] || newest(a, b);

const orders: Readonly<Record<SortOrder, Order>> = {
  newest,
  oldest: (a, b) => newest(b, a),
  photo: (a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }),
  faces: most('faceCount'),
  unknown: most('unmatchedCount'),
  failed: most('failedCount'),
};

async function toRow(photo: RecordOfPhoto, described: DescribedExecutions): Promise<ExecutionRow> {
  const { key, status, counts, executionArn, startedAt, matchedAt, error } = photo;
  const name = executionName(executionArn);
  const threshold = await described.thresholdOf(executionArn);
  return {
    name,
    status: endedAs(status),
    startedAt,
    stoppedAt: matchedAt,
    photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail', { execution: name }) },
    ...(threshold !== undefined && { givenThreshold: threshold }),
    counts,
    photoStatus: status,
    ...(error && { error }),
  };
}

/** How an execution ends that recorded this: one that is not whole ends in a Fail state. */
const endedAs = (status: RecordOfPhoto['status']): ExecutionRow['status'] =>
  status === 'PARTIAL' || status === 'FAILED' ? 'FAILED' : 'SUCCEEDED';

/** Throws ZodError, which names the field. */
const readSkip = (cursor: string | undefined): number =>
  z.object({ cursor: z._default(z.coerce.number().check(z.int(), z.minimum(0)), 0) }).parse({ cursor })
    .cursor;
