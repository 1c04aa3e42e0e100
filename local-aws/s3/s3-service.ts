import { accountId } from '../account.ts';
import { asServiceError, ServiceError } from '../service-error.ts';
import { ObjectStore, type ObjectStoreOptions } from './object-store.ts';
import { createBucket, getBucketLocation, headBucket, listBuckets } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { abortMultipartUpload, createMultipartUpload, listParts } from './operations/multipart-upload.ts';
import { copyObject, putObject } from './operations/put-object.ts';
import { uploadPart, uploadPartCopy } from './operations/upload-part.ts';
import { internalError, invalidUri, methodNotAllowed, operationNotImplemented } from './s3-errors.ts';
import { operationName } from './wire/operation-name.ts';
import { errorResponse, newRequestId } from './wire/responses.ts';
import { type Operation, requestTarget, type S3Bindings, type S3Call, s3Call } from './wire/s3-call.ts';

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

export interface S3Description {
  /** As in S3's API, `PutObject`; `Unknown` when no operation has this method and path. */
  operation: string;
  bucket?: string;
  key?: string;
}

export interface S3Service {
  store: ObjectStore;
  /** Never rejects. Pass on the bindings of node-server, or keys like `a/../b` are lost. */
  fetch(request: Request, bindings?: S3Bindings): Promise<Response>;
  /** Which operation a request asks for, without running it. Never throws. */
  describe(request: Request, bindings?: S3Bindings): S3Description;
  /** What was thrown, as S3 answers it. */
  errorResponse(error: unknown, request: Request): Response;
}

/**
 * S3's REST API on a folder: path-style requests only, no versioning, and whoever asks may do anything: neither
 * signatures nor the expiry of presigned URLs are checked.
 */
export function createS3(options: ObjectStoreOptions): S3Service {
  const store = new ObjectStore(options);

  function describe(request: Request, bindings?: S3Bindings): S3Description {
    const target = requestTarget(request, bindings);
    const operation = operationName(request.method, target, request.headers) ?? 'Unknown';
    return { operation, bucket: target.bucket, key: target.key };
  }

  return {
    store,
    describe,
    errorResponse: failed,
    async fetch(request, bindings) {
      const response = await answer(store, request, bindings).catch((error) => failed(error, request));
      if (!response.headers.has('x-amz-request-id')) response.headers.set('x-amz-request-id', newRequestId());
      return response;
    },
  };
}

/** What is no answer of S3's is a fault of this program or its disk. */
const failed = (error: unknown, request: Request) =>
  errorResponse(asServiceError(error, internalError()), request);

async function answer(store: ObjectStore, request: Request, bindings?: S3Bindings): Promise<Response> {
  const target = requestTarget(request, bindings);
  const name = operationName(request.method, target, request.headers);
  if (name === undefined) throw methodNotAllowed(request.method);
  const operation = operations[name];
  if (!operation) throw operationNotImplemented(name);
  if (target.undecodable !== undefined) throw invalidUri(target.undecodable);
  const call = s3Call(store, request, target, bindings);
  checkExpectedOwner(call);
  return operation(call);
}

function checkExpectedOwner({ headers }: S3Call): void {
  const expected = headers.get('x-amz-expected-bucket-owner');
  if (expected === null || expected === accountId) return;
  throw new ServiceError('AccessDenied', 'Access Denied', 403);
}
