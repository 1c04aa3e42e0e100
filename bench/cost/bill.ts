import { prices } from '../../statemachine/prices.ts';
import type { Usage } from './usage.ts';

/** Dollars, by what they are for. */
export interface Bill {
  readonly detectFaces: number;
  readonly searches: number;
  readonly transitions: number;
  readonly lambda: number;
  readonly s3: number;
  readonly sqs: number;
  readonly dynamoDB: number;
  readonly logs: number;
}

export const billFor = (usage: Usage): Bill => ({
  detectFaces: usage.detections * prices.rekognitionImage,
  searches: usage.searches * prices.rekognitionImage,
  transitions: usage.transitions * prices.stateTransition,
  lambda: usage.invocations * prices.lambdaRequest + usage.gbSeconds * prices.lambdaGBSecond,
  s3: usage.s3Reads * prices.s3Read + usage.s3Writes * prices.s3Write,
  sqs: usage.queueRequests * prices.sqsRequest,
  dynamoDB: usage.writeUnits * prices.dynamoDBWriteUnit,
  logs: (usage.logBytes / 1e9) * prices.logGB,
});

export const sumOf = (bill: Bill): number => Object.values(bill).reduce((sum, dollars) => sum + dollars, 0);
