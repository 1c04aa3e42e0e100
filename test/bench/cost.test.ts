import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { billFor, sumOf } from '../../bench/cost/bill.ts';
import { thousandPhotos } from '../../bench/cost/thousand-photos.ts';
import { combine, nothing, total, type Usage } from '../../bench/cost/usage.ts';

const photo: Usage = {
  detections: 1,
  searches: 4,
  transitions: 21,
  invocations: 6,
  lambdaMs: 1600,
  gbSeconds: 3,
  s3Reads: 7,
  s3Writes: 4,
  queueRequests: 3,
  writeUnits: 2,
  logBytes: 24_000,
};

test('a photo with 4 faces costs half a cent for Rekognition, and a tenth of that for everything else', () => {
  const bill = billFor(photo);
  expect(bill.detectFaces + bill.searches).toBeCloseTo(0.005, 10);
  expect(bill.transitions).toBeCloseTo(0.000525, 10);
  expect(sumOf(bill)).toBeCloseTo(0.0056, 4);
});

test('the table for docs/costs.md has a row for each service, and their sum', () => {
  const table = thousandPhotos(photo);
  expect(table).toContain('| SearchFacesByImage | 4,000 × $0.001 | 4.00 |');
  expect(table).toContain('| Step Functions | 21,000 transitions × $0.000025 | 0.53 |');
  expect(table.slice(-2)).toEqual([
    '| **together** | | **5.60** |',
    '| in a run of ReprocessPhotos, besides | 2,000 transitions × $0.000025 | 0.05 |',
  ]);
});

test('usages are added figure by figure', () => {
  expect(total([photo, photo])).toEqual(combine(photo, nothing, (figure) => 2 * figure));
});

test('bench:cost counts the calls of the workflow and of the loop, and prices both', {
  timeout: 120_000,
}, async () => {
  const script = fileURLToPath(new URL('../../bench/cost.ts', import.meta.url));
  const options = ['--json', '--only', 'four', '--latency', '1', '--runs', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...options]);
  const { rows } = JSON.parse(stdout);
  expect(rows).toMatchObject([
    { design: 'workflow', detections: 1, searches: 4 },
    { design: 'loop', detections: 1, searches: 4, transitions: 0, invocations: 1, s3Reads: 2, s3Writes: 4 },
  ]);
  for (const row of rows) {
    for (const figure of ['lambdaMs', 'gbSeconds', 's3Reads', 'writeUnits', 'dollars']) {
      expect(row[figure], `${figure} of the ${row.design}`).toBeGreaterThan(0);
    }
  }
  expect(rows[0].transitions).toBeGreaterThan(0);
  expect(rows[0].dollars).toBeCloseTo(5 + rows[0].besidesRekognition, 1);
});
