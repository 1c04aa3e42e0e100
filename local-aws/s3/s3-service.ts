import { Hono } from 'hono';
import { accountId } from '../account.ts';
import { ServiceError } from '../service-error.ts';
import { ObjectStore, type ObjectStoreOptions } from './object-store.ts';
import { createBucket, getBucketLocation, headBucket, listBuckets } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { abortMultipartUpload, createMultipartUpload, listParts } from './operations/multipart-upload.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart, uploadPartCopy } from './operations/upload-part.ts';
import { internalError, invalidUri, methodNotAllowed, operationNotImplemented } from './s3-errors.ts';
import { operationName } from './wire/operation-name.ts';
import { requestTarget, type S3Bindings } from './wire/request-target.ts';
import { errorResponse, newRequestId } from './wire/responses.ts';
import { type Operation, type S3Call, s3Call } from './wire/s3-call.ts';

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
  /** The error as S3 answers it. */
  errorResponse(error: ServiceError, request: Request): Response;
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

  const app = new Hono<{ Bindings: S3Bindings | undefined }>({
    // The operation is in the method, the path, the query and the headers: that is what routes.
    getPath: (request, options) => `/${describe(request, options?.env).operation}`,
  });
  for (const [name, operation] of Object.entries(operations)) {
    app.all(`/${name}`, ({ req, env }) => run(operation, store, req.raw, env));
  }
  app.notFound(({ req }) => errorResponse(unsupported(req.path.slice(1), req.raw.method), req.raw));
  app.onError((error, { req }) => errorResponse(asServiceError(error), req.raw));

  return {
    store,
    describe,
    errorResponse,
    async fetch(request, bindings) {
      const response = await app.fetch(request, bindings);
      if (!response.headers.has('x-amz-request-id')) response.headers.set('x-amz-request-id', newRequestId());
      return response;
    },
  };
}

async function run(operation: Operation, store: ObjectStore, request: Request, bindings?: S3Bindings) {
  const target = requestTarget(request, bindings);
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

function unsupported(operation: string, method: string): ServiceError {
  return operation === 'Unknown' ? methodNotAllowed(method) : operationNotImplemented(operation);
}

/** What is no answer of S3's is a fault of this program or its disk, and belongs in its log. */
function asServiceError(error: Error): ServiceError {
  if (error instanceof ServiceError) return error;
  console.error('The local S3 failed:', error);
  return internalError();
}
