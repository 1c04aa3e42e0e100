import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusedAttempts } from '../../bench/burst/refused-attempt.ts';
import { fixedFaces } from '../../bench/fixed-faces.ts';
import { type Deployed, deployLocally } from './deployed.ts';

/** What an attempt has done, and costs, when Rekognition's quota refuses its call. */

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({ engine: fixedFaces(1) });
});
afterAll(() => deployed.close());

/** More bytes than are read of a photo to know what it is, as every photo of a phone has. */
const largePhoto = (): Promise<Buffer> => {
  const raw = { width: 1320, height: 1320, channels: 3 } as const;
  const noise = randomBytes(raw.width * raw.height * raw.channels);
  return sharp(noise, { raw }).jpeg().toBuffer();
};

/** Calls of a function so far, by their action. */
const callsOf = (functionName: string): Record<string, number> =>
  Object.fromEntries(
    deployed.cloud.recorded.counts
      .filter(({ caller }) => caller === functionName)
      .map(({ action, count }) => [action, count]),
  );

/** What one more attempt adds to what a photo takes without any. */
async function addedByRefusal(functionName: string, operation: string) {
  const key = await deployed.upload(`${functionName}.jpg`, await largePhoto());
  const run = async () => {
    const before = callsOf(functionName);
    expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED' });
    return Object.fromEntries(
      Object.entries(callsOf(functionName)).map(([action, count]) => [action, count - (before[action] ?? 0)]),
    );
  };
  const smooth = await run();
  const throttled = { name: 'ThrottlingException', message: 'Slow down', status: 400 };
  const fault = deployed.inject({ service: 'rekognition', operation, error: throttled, times: 1 });
  const refused = await run();
  expect(fault.count).toBe(1);
  return Object.fromEntries(
    Object.entries(refused)
      .map(([action, count]) => [action, count - smooth[action]!] as const)
      .filter(([, added]) => added !== 0),
  );
}

test('a search that is refused has read its cutout, and nothing else', async () => {
  expect(await addedByRefusal('CropAndSearch', 'SearchFacesByImage')).toEqual({
    'rekognition:SearchFacesByImage': 1,
    's3:GetObject': refusedAttempts.CropAndSearch.reads,
  });
});

test('a detection that is refused has read the photo, and written nothing', async () => {
  expect(await addedByRefusal('DetectFaces', 'DetectFaces')).toEqual({
    'rekognition:DetectFaces': 1,
    // Counted with the one that Rekognition makes when it does not refuse.
    's3:GetObject': refusedAttempts.DetectFaces.reads + 1,
  });
});
