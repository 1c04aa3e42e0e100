import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRekognition, type Rekognition } from '../../local-aws/rekognition/rekognition-service.ts';
import { operations as s3Operations } from '../../local-aws/s3/s3-service.ts';
import {
  createStepFunctions,
  type StepFunctions,
} from '../../local-aws/step-functions/step-functions-service.ts';
import { fixedFaceEngine } from './rekognition/fixed-face-engine.ts';

const text = readFileSync(new URL('../../local-aws/README.md', import.meta.url), 'utf8');

/** The operations in the table under a heading. */
function documented(service: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(service))!;
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!).toSorted();
}

const folder = mkdtempSync(join(tmpdir(), 'supported-'));
let rekognition: Rekognition;
let stepFunctions: StepFunctions;
beforeAll(async () => {
  rekognition = await createRekognition({
    folder: join(folder, 'rekognition'),
    readObject: () => Promise.reject(new Error('no object is read')),
    engine: fixedFaceEngine([]),
  });
  stepFunctions = createStepFunctions({
    folder: join(folder, 'executions'),
    machines: [],
    invoke: () => Promise.reject(new Error('no function is called')),
  });
});
afterAll(async () => {
  await Promise.all([rekognition.close(), stepFunctions.close()]);
  rmSync(folder, { recursive: true });
});

test.each([
  ['Amazon S3', () => s3Operations],
  ['Amazon Rekognition', () => rekognition.service.operations],
  ['AWS Step Functions', () => stepFunctions.service.operations],
])('the table of %s lists exactly the operations that are implemented', (service, operations) => {
  expect(documented(service)).toEqual(Object.keys(operations()).toSorted());
});
