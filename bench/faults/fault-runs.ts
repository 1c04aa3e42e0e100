import type { Fault } from '@match-faces/local-aws/gateway/faults.ts';

/** What goes wrong while photos are run, all at once. */
export interface FaultRun {
  readonly name: string;
  readonly photos: number;
  readonly faults: readonly Fault[];
  /** The faults end with the execution, which is then redriven. */
  readonly redriven?: true;
}

const search = { service: 'rekognition', operation: 'SearchFacesByImage' } as const;
const throttled = {
  name: 'ProvisionedThroughputExceededException',
  message: 'Provisioned Rate exceeded.',
  status: 400,
};
const broken = { name: 'InternalServerError', message: 'Internal server error', status: 500 };

export const faultRuns = {
  throttlesAndFaults: {
    name: '30 % throttles and 5 % faults of searches',
    photos: 2,
    faults: [
      { ...search, error: throttled, rate: 0.3 },
      { ...search, error: broken, rate: 0.05 },
    ],
  },
  brokenConnections: {
    name: '10 % of the connections to Rekognition and S3 break',
    photos: 1,
    faults: [
      { service: 'rekognition', reset: true, rate: 0.1 },
      { service: 's3', reset: true, rate: 0.1 },
    ],
  },
  hang: {
    name: 'a search hangs',
    photos: 1,
    faults: [{ ...search, hang: true, times: 1 }],
  },
  refusedWrites: {
    name: 'the table refuses writes; redriven',
    photos: 1,
    faults: [{ service: 'dynamodb', operation: 'UpdateItem', error: broken }],
    redriven: true,
  },
} as const satisfies Record<string, FaultRun>;
