/**
 * What AWS asks in us-east-1 in dollars, on demand, of the first tier and beyond the free one; looked up in
 * November 2026. Other Regions ask up to a third more.
 *
 * State transitions are from AWS's price page (aws.amazon.com/step-functions/pricing); the others from third
 * parties that repeat AWS's pages and agree with each other. Storage is not in here.
 */
export const prices = {
  region: 'us-east-1',
  /** An image searched, indexed or looked at for faces. Collections are described and listed for nothing. */
  rekognitionImage: 1 / 1000,
  stateTransition: 0.025 / 1000,
  lambdaRequest: 0.2 / 1e6,
  /** On arm64. */
  lambdaGBSecond: 0.0000133334,
  s3Read: 0.0004 / 1000,
  s3Write: 0.005 / 1000,
  /** Of a kilobyte, rounded up. */
  dynamoDBWriteUnit: 0.625 / 1e6,
  sqsRequest: 0.4 / 1e6,
  /** Taken in by CloudWatch Logs. */
  logGB: 0.5,
} as const;
