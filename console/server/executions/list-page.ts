import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { photoIdIn } from '../../../statemachine/execution-name.ts';
import { photoId } from '../../../statemachine/photo-id.ts';
import type { ExecutionPage, ExecutionRow, listQuery } from '../../api/execution.ts';
import type { DescribedExecutions } from './described.ts';
import { type ListedExecution, listFrom, readCursor, writeCursor } from './list-from.ts';
import { toRow } from './row.ts';

/** Executions that a search looks at before it asks whether to go on. */
const mostSearched = { 'in-process': 2_000, server: 2_000, aws: 200 } as const;

/** Executions that a search describes at once. */
const describedAtOnce = 10;

/** The largest page that Step Functions gives. */
const largestPage = 1_000;

/** A page of executions, the newest first. Only those that match are described, but for a search. */
export async function listPage(
  target: Target,
  described: DescribedExecutions,
  query: z.output<typeof listQuery>,
): Promise<ExecutionPage> {
  const { status, search = '', photo, from, to, limit } = query;
  const [since, until] = [from && new Date(from), to && new Date(to)];
  const wanted = search.toLowerCase();
  const photoIdOfPhoto = photo === undefined ? undefined : photoId(target.deployment.rawBucket, photo);
  const searches = wanted !== '' || photo !== undefined;
  const pageSize = searches || until ? largestPage : Math.min(largestPage, limit + 1);

  const found: ExecutionListItem[] = [];
  let looked = 0;
  let last: ListedExecution | undefined;
  let more = false;
  let group: ListedExecution[] = [];

  /** Describes what a search has gathered, and takes what matches, as much as fits. */
  async function takeGroup(): Promise<void> {
    const matching = await Promise.all(
      group.map(
        async ({ item }) =>
          (await matchesSearch(item, wanted, described)) &&
          (photo === undefined || (await isOf(item, photo, photoIdOfPhoto!, described))),
      ),
    );
    for (const [index, listed] of group.entries()) {
      if (found.length === limit) {
        more = true;
        break;
      }
      looked += 1;
      last = listed;
      if (matching[index]) found.push(listed.item);
    }
    group = [];
  }

  for await (const listed of listFrom(target, readCursor(query.cursor), { status, pageSize })) {
    const { startDate } = listed.item;
    if (until && startDate! >= until) continue;
    if (since && startDate! < since) break;
    if (found.length === limit || looked >= mostSearched[target.kind]) {
      more = true;
      break;
    }
    group.push(listed);
    if (!searches || group.length === describedAtOnce) await takeGroup();
    if (more) break;
  }
  await takeGroup();

  return {
    executions: await toRows(described, found),
    ...(more && last && { cursor: writeCursor(last.position) }),
    ...(searches && {
      searched: { executions: looked, ...(last && { until: last.item.startDate!.toISOString() }) },
    }),
  };
}

async function matchesSearch(
  item: ExecutionListItem,
  wanted: string,
  described: DescribedExecutions,
): Promise<boolean> {
  if (item.name!.toLowerCase().includes(wanted)) return true;
  return (await described.of(item)).key?.toLowerCase().includes(wanted) ?? false;
}

/** By its name, unless that tells of no photo, as one given by hand. */
async function isOf(
  item: ExecutionListItem,
  key: string,
  photoIdOfKey: string,
  described: DescribedExecutions,
): Promise<boolean> {
  const named = photoIdIn(item.name!);
  return named === undefined ? (await described.of(item)).key === key : named === photoIdOfKey;
}

async function toRows(
  described: DescribedExecutions,
  items: readonly ExecutionListItem[],
): Promise<ExecutionRow[]> {
  const [facts, turns] = await Promise.all([
    Promise.all(items.map((item) => described.of(item))),
    Promise.all(items.map((item) => described.turnOf(item))),
  ]);
  return items.map((item, index) => toRow(item, facts[index]!, turns[index]));
}
