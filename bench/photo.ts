/** `npm run bench:photo`: how long one photo takes, against the loop that the workflow replaces. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { cameraPhoto } from './group-photo.ts';
import { measuredCloud } from './photo/measured-cloud.ts';
import { report, rounded } from './report.ts';
import { median, numbers, timed } from './timing.ts';

const { json, faces, latencies, megapixels, runs } = new Command('npm run bench:photo --')
  .description(
    'Milliseconds from the start of an execution to its end, through the whole local cloud with sandboxes that are ' +
      'warm, by ten photos, and as many as a photo has faces, as on AWS; against the sequential loop this replaces, in a ' +
      "warm sandbox of its own. Rekognition's answers are fixed and take --latencies. The floor is two calls and one decode of the photo.",
  )
  .option('--faces <list>', 'faces of the photo', numbers, [1, 8, 30, 100])
  .option('--latencies <list>', 'milliseconds of a call of Rekognition', numbers, [0, 250])
  .option('--megapixels <number>', 'of the photo', Number, 24)
  .option('--runs <number>', 'of each, in turns; the median counts', Number, 5)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; faces: number[]; latencies: number[]; megapixels: number; runs: number }>();

/**
 * JavaScript is compiled in steps: a search takes half of the CPU after some tens of calls. The loop's sandbox gets as
 * many by one photo with many faces, where each of the workflow's gets one.
 */
const warmingPhotos = 10;

const folder = await mkdtemp(join(tmpdir(), 'bench-photo-'));
try {
  const photo = await cameraPhoto(megapixels);
  // Not in turns with the others: freeing so many pixels would slow down what comes next.
  const decode: number[] = [];
  for (let run = 0; run < runs; run += 1) decode.push(await timed(() => sharp(photo).raw().toBuffer()));
  const decodeMs = median(decode);
  const rows = [];
  for (const count of faces) {
    const cloud = await measuredCloud(join(folder, String(count)), photo, count);
    try {
      for (const latencyMs of latencies) {
        const latency = cloud.addLatency(latencyMs);
        for (let photo = 0; photo < warmingPhotos; photo += 1) await cloud.runWorkflow();
        await cloud.runLoop();
        const workflow: number[] = [];
        const loop: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          workflow.push(await timed(cloud.runWorkflow));
          loop.push(await timed(cloud.runLoop));
        }
        latency.remove();
        const [workflowMs, loopMs] = [median(workflow), median(loop)];
        const floorMs = 2 * latencyMs + decodeMs;
        rows.push({
          faces: count,
          latencyMs,
          workflowMs: Math.round(workflowMs),
          loopMs: Math.round(loopMs),
          floorMs: Math.round(floorMs),
          speedup: rounded(loopMs / workflowMs, 2),
          timesFloor: rounded(workflowMs / floorMs, 2),
        });
      }
    } finally {
      await cloud.close();
    }
  }
  report(rows, { json, notes: [`A JPEG of ${megapixels} megapixels, ${rounded(photo.length / 1e6, 1)} MB`] });
} finally {
  await rm(folder, { recursive: true });
}
