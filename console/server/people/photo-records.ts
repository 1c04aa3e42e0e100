import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Target } from '../../../operations/connect.ts';
import { correctionsAttribute, readCorrectedRecord } from '../../../statemachine/corrections.ts';
import type { PhotoRecord } from '../../../statemachine/photo-record.ts';
import { RecordsSummary } from './records-summary.ts';

/**
 * Milliseconds that a reading counts, for each megabyte of records: a scan reads all of them, on AWS about a tenth
 * of a cent for 10,000 photos.
 */
const goodFor = { 'in-process': 3_000, server: 3_000, aws: 60_000 } as const;
const longest = 30 * 60_000;

const attributes: (keyof PhotoRecord | typeof correctionsAttribute)[] = [
  's3Key',
  'status',
  'faces',
  'error',
  'executionArn',
  'startedAt',
  'matchedAt',
  'photoEtag',
  correctionsAttribute,
];

/** The Photos table, summarized: read when it is asked for, by one scan for all who ask meanwhile. */
export class PhotoRecords {
  readonly #target: Target;
  #reading: Promise<RecordsSummary> | undefined;
  #staleAt = 0;
  #readAt = 0;
  #megabytes = 1;

  constructor(target: Target) {
    this.#target = target;
  }

  summary(): Promise<RecordsSummary> {
    if (this.#reading && Date.now() < this.#staleAt) return this.#reading;
    const reading = this.#scan();
    this.#reading = reading;
    this.#readAt = Date.now();
    // Not before it has ended: a scan of many records may take longer than it counts.
    this.#staleAt = Number.POSITIVE_INFINITY;
    reading.then(
      () => {
        if (this.#reading !== reading) return;
        this.#staleAt = Date.now() + Math.min(longest, goodFor[this.#target.kind] * this.#megabytes);
      },
      () => {
        if (this.#reading === reading) this.#reading = undefined;
      },
    );
    return reading;
  }

  /**
   * An execution was seen that ended then: locally the next who asks sees what it recorded; on AWS, where one ends
   * at any time, only after a while.
   */
  sawEnd(stoppedAt: string | undefined): void {
    if (this.#target.kind === 'aws' || stoppedAt === undefined) return;
    if (new Date(stoppedAt).getTime() >= this.#readAt) this.outdate();
  }

  /** Something was changed: the next who asks gets a new reading. */
  outdate(): void {
    this.#reading = undefined;
  }

  async #scan(): Promise<RecordsSummary> {
    const { photos, deployment } = this.#target;
    const summary = new RecordsSummary(new Date());
    const pages = paginateScan(
      { client: photos },
      {
        TableName: deployment.photosTable,
        // Some are words of DynamoDB's own.
        ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
      },
    );
    let megabytes = 0;
    for await (const { Items = [] } of pages) {
      // DynamoDB ends a page there.
      megabytes += 1;
      for (const item of Items) summary.add(readCorrectedRecord(item));
    }
    this.#megabytes = megabytes;
    return summary;
  }
}
