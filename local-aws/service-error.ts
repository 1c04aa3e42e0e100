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
