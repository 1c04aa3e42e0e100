/** `npm run bench:crop`: what it costs to crop a face out of a photo. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { cropFace } from '../lambdas/crop-and-search/crop-face.ts';
import { decodeImage } from '../lambdas/detect-faces/decode-image.ts';
import { makeCutouts } from '../lambdas/detect-faces/make-cutouts.ts';
import type { BoundingBox } from '../statemachine/payloads.ts';
import { cropWithPillow, hasPillow } from './crop/pillow.ts';
import { cameraPhoto, spreadFaces } from './group-photo.ts';
import { report, rounded } from './report.ts';
import { cpuTimed, median, numbers } from './timing.ts';

const { json, megapixels, runs } = new Command('npm run bench:crop --')
  .description(
    'CPU milliseconds from the bytes of a photo to the crop that is sent to Rekognition, for a photo with one face, and ' +
      'for each face of one with 30; against libvips decoding the same bytes and nothing else (the floor) and, where ' +
      'python3 has it, against Pillow doing the same for one face. Bytes are those of the crop.',
  )
  .option('--megapixels <list>', 'of the photos', numbers, [12, 24, 48])
  .option('--runs <number>', 'of each, in turns; the median counts', Number, 7)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; megapixels: number[]; runs: number }>();

const small = { width: 0.04, height: 0.08 };
const large = { width: 0.3, height: 0.5 };
const places: readonly (readonly [string, BoundingBox])[] = [
  ['small, top', { left: 0.48, top: 0.04, ...small }],
  ['small, bottom', { left: 0.48, top: 0.88, ...small }],
  ['large', { left: 0.35, top: 0.25, ...large }],
];

/** As in make-cutouts.ts. */
const longestSide = 1024;

const folder = await mkdtemp(join(tmpdir(), 'bench-crop-'));
try {
  const pillow = await hasPillow();
  const rows = [];
  for (const size of megapixels) {
    for (const progressive of [false, true]) {
      const photo = await cameraPhoto(size, { progressive });
      for (const [face, box] of places) {
        const ours: number[] = [];
        const ofThirty: number[] = [];
        const floor: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          ours.push(await cpuTimed(() => cropAll(photo, [box])));
          ofThirty.push((await cpuTimed(() => cropAll(photo, spreadFaces(30)))) / 30);
          floor.push(await cpuTimed(() => sharp(photo).raw().toBuffer()));
        }
        const [crop] = await cropAll(photo, [box]);
        rows.push({
          megapixels: size,
          jpeg: progressive ? 'progressive' : 'baseline',
          face,
          oneFaceMs: rounded(median(ours), 1),
          floorMs: rounded(median(floor), 1),
          ratio: rounded(median(ours) / median(floor), 2),
          eachOf30Ms: rounded(median(ofThirty), 1),
          ...(pillow && {
            pillowMs: rounded(await cropWithPillow(photo, crop!.rectangle, { folder, longestSide, runs }), 1),
          }),
          cropKB: rounded(crop!.jpeg.length / 1000, 1),
        });
      }
    }
  }
  report(rows, { json });
} finally {
  await rm(folder, { recursive: true });
}

/** What DetectFaces and CropAndSearch do to the pixels. */
async function cropAll(photo: Buffer, boxes: readonly BoundingBox[]) {
  const { faces, bytes } = await makeCutouts(await decodeImage('photo', photo), boxes);
  return Promise.all(
    faces.map(async ({ cutout }) => {
      const { rectangle, bytes: range } = cutout!;
      const jpeg = bytes.subarray(range[0], range[1] + 1);
      return { jpeg: await cropFace({ jpeg, rectangle }, rectangle), rectangle };
    }),
  );
}
