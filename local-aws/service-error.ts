import { isDiskFull } from './disk-full.ts';

/**
 * An error a local service answers with, named as AWS names it.
 *
 * `name` is what an SDK reports as `error.name`; `status` is the HTTP status; `fields` are the extra
 * members some S3 errors carry (`Key`, `BucketName`, …).
 */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;

  constructor(name: string, message: string, status = 400, fields: Record<string, string> = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.fields = fields;
  }
}

/** Thrown for what was under way when its service was closed: nobody is left to hear of it. */
export class ServiceClosed extends Error {
  override name = 'ServiceClosed';
}

const internalServerError = () => new ServiceError('InternalServerError', 'Internal server error', 500);

/** The error as a service would name it. What is no service's answer is a defect, which is answered as `internal`. */
export function asServiceError(error: unknown, internal = internalServerError()): ServiceError {
  const defect = error instanceof ServiceError ? error.cause : error;
  if (defect !== undefined) logDefect(defect);
  return error instanceof ServiceError ? error : internal;
}

/** For whoever runs the local cloud. That a client went away, or a service was closed, is no defect. */
export function logDefect(error: unknown): void {
  if (isDiskFull(error)) console.error(`Expected room on the disk: ${error.message}`);
  else if (!isLostConnection(error) && !(error instanceof ServiceClosed))
    console.error('A defect of the local cloud:', error);
}

/** The client went away while its request was being read, or answered: nobody's defect. */
const isLostConnection = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
