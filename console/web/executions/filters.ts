import { type ExecutionStatus, executionStatus, type ListQuery } from '../../api/execution.ts';

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
}

/** The filters in the address of the page, so that they can be sent to somebody and survive a reload. */
export function readFilters(address: string): Filters {
  const parameters = new URLSearchParams(address);
  const status = executionStatus.safeParse(parameters.get('status')).data;
  const search = parameters.get('search') ?? undefined;
  const period = readPeriod(parameters.get('started') ?? '');
  return { ...(status && { status }), ...(search && { search }), ...(period && { period }) };
}

export function writeFilters({ status, search, period }: Filters): string {
  const parameters = new URLSearchParams();
  if (status) parameters.set('status', status);
  if (search) parameters.set('search', search);
  if (period) parameters.set('started', writePeriod(period));
  return parameters.toString();
}

/** The question to the server. A relative period is counted back from `now`. */
export function queryOf({ status, search, period }: Filters, now: Date): ListQuery {
  return {
    ...(status && { status }),
    ...(search && { search }),
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
