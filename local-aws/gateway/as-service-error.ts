import { ServiceError } from '../service-error.ts';

/** The error as a service would name it. What is no service's answer is a defect, with `nameOfDefect` (500). */
export function asServiceError(error: unknown, nameOfDefect = 'InternalServerError'): ServiceError {
  const defect = error instanceof ServiceError ? error.cause : error;
  if (defect !== undefined && !isLostConnection(defect))
    console.error('A defect of the local cloud:', defect);
  return error instanceof ServiceError ? error : new ServiceError(nameOfDefect, 'Internal server error', 500);
}

/** The client went away while its request was being read: nobody's defect. */
const isLostConnection = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
