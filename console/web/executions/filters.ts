import { type PhotoStatus, photoStatus } from '../../../statemachine/payloads.ts';
import {
  type ExecutionStatus,
  executionStatus,
  type ListQuery,
  type SortOrder,
  sortOrder,
} from '../../api/execution.ts';
import { faceId } from '../../api/person.ts';

export const units = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof units)[number];

/** When an execution started: so long ago at most, or between two times (ISO 8601). */
export type Period =
  | { readonly type: 'relative'; readonly amount: number; readonly unit: Unit }
  | { readonly type: 'absolute'; readonly from: string; readonly to: string };

export interface Filters {
  readonly status?: ExecutionStatus;
  /** Part of a photo's key or of an execution's name. */
  readonly search?: string;
  readonly period?: Period;
  /** What the photo's record says. */
  readonly record?: PhotoStatus;
  /** Only photos with a face that nobody is like. */
  readonly unknown?: true;
  /** The id of one of somebody's faces. */
  readonly person?: string;
  /** Newest first, unless given. */
  readonly sort?: Exclude<SortOrder, 'newest'>;
}

/** The filters in the address of the page; what is none there filters nothing. */
export function readFilters(address: URLSearchParams): Filters {
  const status = executionStatus.safeParse(address.get('status')).data;
  const search = address.get('search') ?? undefined;
  const period = readPeriod(address.get('started') ?? '');
  const record = photoStatus.safeParse(address.get('record')).data;
  const person = faceId.safeParse(address.get('person')).data;
  const sort = sortOrder.safeParse(address.get('sort')).data;
  return {
    ...(status && { status }),
    ...(search && { search }),
    ...(period && { period }),
    ...(record && { record }),
    ...(address.get('unknown') === 'true' && { unknown: true }),
    ...(person && { person }),
    ...(sort && sort !== 'newest' && { sort }),
  };
}

/** By their names in the address; those that filter nothing are undefined. */
export const writeFilters = ({ status, search, period, record, unknown, person, sort }: Filters) => ({
  status,
  search,
  started: period && writePeriod(period),
  record,
  unknown: unknown && String(unknown),
  person,
  sort,
});

/** The question to the server. A relative period is counted back from `now`. */
export function queryOf({ period, unknown, ...filters }: Filters, now: Date): ListQuery {
  return {
    ...filters,
    ...(unknown && { unknown: 'true' }),
    ...(period?.type === 'relative' && { from: timeAgo(period, now).toISOString() }),
    ...(period?.type === 'absolute' && { from: toUtc(period.from), to: toUtc(period.to) }),
  };
}

const relative = /^(\d{1,4})-([a-z]+)$/;

function readPeriod(text: string): Period | undefined {
  const [, amount, unit] = relative.exec(text) ?? [];
  const known = units.find((each) => each === unit);
  if (known && Number(amount) > 0) return { type: 'relative', amount: Number(amount), unit: known };
  const [from, to] = text.split('~');
  if (!isTime(from) || !isTime(to)) return undefined;
  return { type: 'absolute', from, to };
}

const writePeriod = (period: Period): string =>
  period.type === 'relative' ? `${period.amount}-${period.unit}` : `${period.from}~${period.to}`;

const isTime = (text: string | undefined): text is string =>
  text !== undefined && text !== '' && !Number.isNaN(Date.parse(text));

const toUtc = (time: string): string => new Date(time).toISOString();

function timeAgo({ amount, unit }: { amount: number; unit: Unit }, now: Date): Date {
  const time = new Date(now);
  if (unit === 'month') time.setMonth(time.getMonth() - amount);
  else time.setTime(time.getTime() - amount * milliseconds[unit]);
  return time;
}

const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
