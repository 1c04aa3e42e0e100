/** `npm run bench:lambda`: what Lambda bills for a photo, and how long it takes where every face has its own sandbox. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { buildArtifacts, buildBeside } from './artifact/artifacts.ts';
import { cameraPhoto } from './group-photo.ts';
import { billLoop, billWorkflow } from './lambda/bill.ts';
import { measuredCloud } from './photo/measured-cloud.ts';
import { report, rounded } from './report.ts';
import { median, numbers, timed } from './timing.ts';

const { json, faces, latency, megapixels } = new Command('npm run bench:lambda --')
  .description(
    'Milliseconds that Lambda bills for a photo (the sum over its invocations) and the critical path (the longest chain ' +
      'of them), by the artifacts as they are deployed: a fresh process for each concurrent invocation, one after another, so ' +
      'that each has this machine to itself as a sandbox has its share of one. Warm: its second invocation; cold: import ' +
      'and first one. Against the sequential loop in one process, and the floor: two calls and one decode.',
  )
  .option('--faces <list>', 'faces of the photo', numbers, [1, 8, 30])
  .option('--latency <ms>', "milliseconds of a call of Rekognition's", Number, 250)
  .option('--megapixels <number>', 'of the photo', Number, 24)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; faces: number[]; latency: number; megapixels: number }>();

const folder = await mkdtemp(join(tmpdir(), 'bench-lambda-'));
try {
  const photo = await cameraPhoto(megapixels);
  const artifacts = await buildArtifacts(folder);
  const loop = await buildBeside(artifacts.DetectFaces, 'loop/handler.ts', 'Loop');
  const rows = [];
  for (const count of faces) {
    const cloud = await measuredCloud(join(folder, String(count)), photo, count);
    try {
      cloud.addLatency(latency);
      const decodes: number[] = [];
      for (let run = 0; run < 5; run += 1) decodes.push(await timed(() => sharp(photo).raw().toBuffer()));
      const floorMs = 2 * latency + median(decodes);
      const workflow = await billWorkflow(artifacts, cloud);
      const looped = await billLoop(loop, cloud);
      for (const state of ['warm', 'cold'] as const) {
        const { billedMs, criticalMs, searchCpuMs } = workflow[state];
        rows.push({
          faces: count,
          state,
          billedMs: Math.round(billedMs),
          loopMs: Math.round(looped[state]),
          billedRatio: rounded(billedMs / looped[state], 2),
          criticalMs: Math.round(criticalMs),
          floorMs: Math.round(floorMs),
          criticalRatio: rounded(criticalMs / floorMs, 2),
          searchCpuMs: rounded(searchCpuMs, 1),
        });
      }
    } finally {
      await cloud.close();
    }
  }
  const size = `A JPEG of ${megapixels} megapixels, ${rounded(photo.length / 1e6, 1)} MB`;
  report(rows, { json, notes: [`${size}; ${latency} ms a call of Rekognition's`] });
} finally {
  await rm(folder, { recursive: true });
}
