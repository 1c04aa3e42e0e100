import { invalidRange } from '../s3-errors.ts';

/** Both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The part of an object a Range header asks for: `bytes=0-9`, `bytes=10-` or `bytes=-10` (the last ten).
 * S3 takes one range; like S3, any other value is ignored and the whole object is the answer.
 *
 * @throws ServiceError InvalidRange (416) for a range that begins behind the object's end.
 */
export function byteRange(range: string | undefined, size: number): ByteRange | undefined {
  if (range === undefined) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first + last === '') return undefined;
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw invalidRange(range, size);
  return { start, end };
}
