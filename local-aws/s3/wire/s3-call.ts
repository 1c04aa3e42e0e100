import type { ObjectStore } from '../object-store.ts';
import type { S3Response } from './responses.ts';
import type { S3Request } from './s3-request.ts';

/** What an operation works on: bucket and key are empty when the request names none; the store refuses an empty one. */
export interface S3Call extends Pick<S3Request, 'message' | 'headers'> {
  readonly store: ObjectStore;
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

export type Operation = (call: S3Call) => Promise<S3Response>;
