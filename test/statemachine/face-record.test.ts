import { expect, test } from 'vitest';
import { readCaughtError } from '../../statemachine/face-record.ts';

const lambdaCause = (errorType: string, errorMessage: string) =>
  JSON.stringify({ errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] });

test.each([
  [
    'Throttled',
    lambdaCause('Throttled', 'ThrottlingException of Rekognition SearchFacesByImage: Slow down'),
    'ThrottlingException',
    'Rekognition SearchFacesByImage: Slow down',
  ],
  [
    'ServiceFault',
    lambdaCause('ServiceFault', 'ECONNRESET of S3 GetObject: socket hang up:\nagain'),
    'ECONNRESET',
    'S3 GetObject: socket hang up:\nagain',
  ],
  ['Throttled', 'Exceeded by a stage', 'Throttled', 'Exceeded by a stage'],
  [
    'StageFailed',
    lambdaCause('StageFailed', 'LockTimeout: held by others'),
    'StageFailed',
    'LockTimeout: held by others',
  ],
  [
    'FaceFailed',
    lambdaCause('FaceFailed', 'Error: Input buffer: bad seek'),
    'Error',
    'Input buffer: bad seek',
  ],
  ['States.Timeout', undefined, 'States.Timeout', 'The function did not answer in time'],
  [
    'Lambda.Unknown',
    'The cause could not be determined',
    'Lambda.Unknown',
    'The cause could not be determined',
  ],
])('a caught %s is recorded with the name and message it began with', (name, Cause, error, cause) => {
  expect(readCaughtError({ Error: name, Cause })).toEqual({ error, cause });
});
