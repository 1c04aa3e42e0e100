import { headerNotImplemented } from '../s3-errors.ts';
import type { ReadConditions, WriteConditions } from '../storage/preconditions.ts';

/** The conditions of a read, or with `prefix` those a copy puts on its source. A date that is none is ignored. */
export function readConditions(headers: Headers, prefix = ''): ReadConditions {
  return {
    ifMatch: headers.get(`${prefix}if-match`) ?? undefined,
    ifNoneMatch: headers.get(`${prefix}if-none-match`) ?? undefined,
    ifModifiedSince: date(headers.get(`${prefix}if-modified-since`)),
    ifUnmodifiedSince: date(headers.get(`${prefix}if-unmodified-since`)),
  };
}

/** @throws ServiceError NotImplemented for what S3 accepts on no write: an If-None-Match other than `*`, or both. */
export function writeConditions(headers: Headers): WriteConditions {
  const ifMatch = headers.get('if-match') ?? undefined;
  const ifNoneMatch = headers.get('if-none-match') ?? undefined;
  if (ifNoneMatch === undefined) return { ifMatch };
  if (ifNoneMatch !== '*' || ifMatch !== undefined) throw headerNotImplemented('If-None-Match');
  return { ifNoneMatch };
}

function date(value: string | null): Date | undefined {
  const parsed = new Date(value ?? Number.NaN);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
