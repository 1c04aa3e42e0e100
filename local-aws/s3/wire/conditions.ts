import { headerNotImplemented } from '../s3-errors.ts';
import type { ReadConditions, WriteConditions } from '../storage/preconditions.ts';
import type { RequestHeaders } from './request-parts.ts';

/** The conditions of a read, or with `prefix` those a copy puts on its source. A date that is none is ignored. */
export function readConditions(headers: RequestHeaders, prefix = ''): ReadConditions {
  return {
    ifMatch: headers.get(`${prefix}if-match`),
    ifNoneMatch: headers.get(`${prefix}if-none-match`),
    ifModifiedSince: date(headers.get(`${prefix}if-modified-since`)),
    ifUnmodifiedSince: date(headers.get(`${prefix}if-unmodified-since`)),
  };
}

/** @throws ServiceError NotImplemented for what S3 accepts on no write: an If-None-Match other than `*`, or both. */
export function writeConditions(headers: RequestHeaders): WriteConditions {
  const ifMatch = headers.get('if-match');
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch === undefined) return { ifMatch };
  if (ifNoneMatch !== '*' || ifMatch !== undefined) throw headerNotImplemented('If-None-Match');
  return { ifNoneMatch };
}

function date(value: string | undefined): Date | undefined {
  const parsed = new Date(value ?? Number.NaN);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
