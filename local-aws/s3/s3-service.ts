import { accountId } from '../account.ts';
import { ServiceError } from '../service-error.ts';
import { ObjectStore, type ObjectStoreOptions } from './object-store.ts';
import { createBucket, getBucketLocation, headBucket, listBuckets } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { abortMultipartUpload, createMultipartUpload, listParts } from './operations/multipart-upload.ts';
import { copyObject, putObject } from './operations/put-object.ts';
import { uploadPart, uploadPartCopy } from './operations/upload-part.ts';
import { invalidUri, methodNotAllowed, operationNotImplemented } from './s3-errors.ts';
import type { RequestHeaders } from './wire/request-parts.ts';
import type { S3Response } from './wire/responses.ts';
import type { Operation } from './wire/s3-call.ts';
import type { S3Request } from './wire/s3-request.ts';

/** Every operation of S3's API that is implemented; any other is answered with NotImplemented. */
export const operations: Record<string, Operation> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  GetBucketLocation: getBucketLocation,
  PutObject: putObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  ListObjectsV2: listObjectsV2,
  ListObjects: listObjects,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  ListParts: listParts,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};

export interface S3Service {
  readonly store: ObjectStore;
  /** @throws ServiceError named as S3's. */
  run(request: S3Request): Promise<S3Response>;
}

/**
 * S3's REST API on a folder: path-style requests only, no versioning, and whoever asks may do anything: neither
 * signatures nor the expiry of presigned URLs are checked.
 */
export function createS3(options: ObjectStoreOptions): S3Service {
  const store = new ObjectStore(options);
  return {
    store,
    run: async ({ message, target, headers, operation: name }) => {
      if (name === undefined) throw methodNotAllowed(message.method!);
      const operation = operations[name];
      if (!operation) throw operationNotImplemented(name);
      const { path, bucket = '', key = '', query, undecodable } = target;
      if (undecodable) throw invalidUri(path);
      checkExpectedOwner(headers);
      return operation({ store, message, headers, path, bucket, key, query });
    },
  };
}

function checkExpectedOwner(headers: RequestHeaders): void {
  const expected = headers.get('x-amz-expected-bucket-owner');
  if (expected === undefined || expected === accountId) return;
  throw new ServiceError('AccessDenied', 'Access Denied', 403);
}
