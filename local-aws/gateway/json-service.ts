/**
 * One operation of a service that speaks AWS's JSON protocol: the parsed request body in, the response body
 * out. It throws a ServiceError for every answer that is an error. Dates travel as epoch seconds, blobs as base64.
 */
export type Operation = (input: Record<string, unknown>) => Promise<object>;

/** A service behind `X-Amz-Target: <targetPrefix>.<Operation>`. */
export interface JsonService {
  readonly targetPrefix: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  readonly operations: Readonly<Record<string, Operation>>;
}
