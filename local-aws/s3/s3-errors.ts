import { ServiceError } from '../service-error.ts';

/**
 * The errors S3 answers with: names, messages, statuses and extra members as AWS sends them
 * (S3 API reference, "Error responses"; where that is silent, what public bug reports quote from AWS).
 */
export const noSuchBucket = (bucket: string) =>
  new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });

export const invalidBucketName = (bucket: string) =>
  new ServiceError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: bucket });

export const noSuchKey = (key: string) =>
  new ServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });

export const keyTooLong = (size: number) =>
  new ServiceError('KeyTooLongError', 'Your key is too long', 400, {
    Size: String(size),
    MaxSizeAllowed: '1024',
  });

/** AWS answers a key that climbs out of its bucket with a bare 400; SDKs then report the status as the name. */
export const badRequest = () => new ServiceError('400', 'Bad Request', 400);

export const invalidUri = (uri: string) =>
  new ServiceError('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: uri });

export const preconditionFailed = (condition: string) =>
  new ServiceError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: condition },
  );

/** An answer without a body: the caller's copy is current. */
export const notModified = (etag: string) =>
  new ServiceError('NotModified', 'Not Modified', 304, { ETag: etag });

export const invalidRange = (range: string, size: number) =>
  new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: range,
    ActualObjectSize: String(size),
  });

export const invalidArgument = (message: string, name: string, value: string) =>
  new ServiceError('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string) => new ServiceError('InvalidRequest', message, 400);

export const malformedXml = () =>
  new ServiceError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
    400,
  );

export const incompleteBody = () =>
  new ServiceError('IncompleteBody', 'The request body terminated unexpectedly', 400);

export const malformedTrailer = () =>
  new ServiceError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    400,
  );

export const invalidChunkSize = (chunk: number, size: number) =>
  new ServiceError(
    'InvalidChunkSizeError',
    'Only the last chunk is allowed to have a size less than 8192 bytes',
    403,
    { Chunk: String(chunk), BadChunkSize: String(size) },
  );

export const missingContentLength = () =>
  new ServiceError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);

export const entityTooLarge = (size: number, limit: number) =>
  new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: String(size),
    MaxSizeAllowed: String(limit),
  });

export const contentMd5Mismatch = (expected: string, calculated: string) =>
  new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
    ExpectedDigest: expected,
    CalculatedDigest: calculated,
  });

export const checksumMismatch = (algorithm: string) =>
  new ServiceError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`, 400);

export const contentSha256Mismatch = (client: string, computed: string) =>
  new ServiceError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { ClientComputedContentSHA256: client, S3ComputedContentSHA256: computed },
  );

export const invalidDigest = (value: string) =>
  new ServiceError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
    'Content-MD5': value,
  });

/** A header that asks for something this S3 does not do: refused, never ignored. */
export const headerNotImplemented = (header: string) =>
  new ServiceError(
    'NotImplemented',
    'A header you provided implies functionality that is not implemented',
    501,
    { Header: header },
  );

export const operationNotImplemented = (operation: string) =>
  new ServiceError('NotImplemented', `The local S3 does not implement ${operation}.`, 501);

export const methodNotAllowed = (method: string) =>
  new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    Method: method,
  });

export const noSuchUpload = (uploadId: string) =>
  new ServiceError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  );

export const invalidPart = (uploadId: string, partNumber: number, etag: string) =>
  new ServiceError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: uploadId, PartNumber: String(partNumber), ETag: etag },
  );

export const invalidPartOrder = (uploadId: string) =>
  new ServiceError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    400,
    { UploadId: uploadId },
  );

export const entityTooSmall = (size: number, partNumber: number, etag: string) =>
  new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize: String(size),
    MinSizeAllowed: String(5 * 1024 * 1024),
    PartNumber: String(partNumber),
    ETag: etag,
  });

export const messageTooLong = (limit: number) =>
  new ServiceError('MaxMessageLengthExceeded', 'Your request was too big.', 400, {
    MaxMessageLengthBytes: String(limit),
  });

export const metadataTooLarge = (size: number) =>
  new ServiceError(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    400,
    {
      Size: String(size),
      MaxSizeAllowed: '2048',
    },
  );

export const internalError = () =>
  new ServiceError('InternalError', 'We encountered an internal error. Please try again.', 500);
