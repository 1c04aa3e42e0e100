import { statesPerChild } from '../../statemachine/estimate.ts';
import { prices } from '../../statemachine/prices.ts';
import { billFor, sumOf } from './bill.ts';
import type { Usage } from './usage.ts';

/** What a thousand such photos cost, as docs/costs.md tells it: a table in Markdown. */
export function thousandPhotos(photo: Usage): string[] {
  const bill = billFor(photo);
  const rows: [what: string, howMuch: string, dollars: number][] = [
    ['DetectFaces', `${count(photo.detections)} × $${prices.rekognitionImage}`, bill.detectFaces],
    ['SearchFacesByImage', `${count(photo.searches)} × $${prices.rekognitionImage}`, bill.searches],
    ['Step Functions', `${count(photo.transitions)} transitions × $0.000025`, bill.transitions],
    [
      'Lambda, arm64',
      `${count(photo.invocations)} invocations, ${count(photo.gbSeconds)} GB-seconds × $0.0000133`,
      bill.lambda,
    ],
    ['S3', `${count(photo.s3Writes)} writes, ${count(photo.s3Reads)} reads`, bill.s3],
    ['CloudWatch Logs', `${count(photo.logBytes / 1e6)} MB`, bill.logs],
    ['SQS', `${count(photo.queueRequests)} requests`, bill.sqs],
    ['DynamoDB', `${count(photo.writeUnits)} write request units`, bill.dynamoDB],
  ];
  return [
    '| | | $ |',
    '|---|---|---|',
    ...rows.map(([what, howMuch, dollars]) => `| ${what} | ${howMuch} | ${cents(dollars)} |`),
    `| **together** | | **${cents(sumOf(bill))}** |`,
    `| in a run of ReprocessPhotos, besides | ${count(statesPerChild)} transitions × $0.000025 | ${cents(statesPerChild * prices.stateTransition)} |`,
  ];
}

const photos = 1000;

const count = (perPhoto: number) => Math.round(perPhoto * photos).toLocaleString('en');
const cents = (perPhoto: number) => (perPhoto * photos).toFixed(perPhoto * photos < 0.01 ? 3 : 2);
