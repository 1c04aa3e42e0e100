/** Makes docs/matched.jpg: a sample photo as `npm run match` annotates it, with every face blurred. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { samplePhotos } from '../local/sample-photos.ts';
import { annotatePhoto } from '../operations/annotate/annotate-photo.ts';
import type { BoundingBox } from '../statemachine/payloads.ts';
import type { PhotoRecord } from '../statemachine/photo-record.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'match-faces-picture-'));
try {
  const output = execFileSync(
    process.execPath,
    [join(root, 'cli/match.ts'), '--json', '--data-dir', folder],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const records = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PhotoRecord);
  // The photo in which a person of another one is found again.
  const { faces } = records.find(({ s3Key }) => s3Key.endsWith('sample3.jpg'))!;
  const blurred = join(folder, 'blurred.jpg');
  await blurFaces(
    samplePhotos[2]!.path,
    faces.map(({ boundingBox }) => boundingBox),
    blurred,
  );
  const annotated = join(folder, 'annotated.jpg');
  await annotatePhoto(blurred, faces, annotated);
  await sharp(annotated)
    .resize({ width: 960 })
    .jpeg({ quality: 82 })
    .toFile(join(import.meta.dirname, 'matched.jpg'));
} finally {
  rmSync(folder, { recursive: true });
}

async function blurFaces(photo: string, boxes: readonly BoundingBox[], copy: string): Promise<void> {
  const { width, height } = await sharp(photo).metadata();
  const patches = boxes.map(async (box) => {
    const area = {
      left: Math.round(box.left * width),
      top: Math.round(box.top * height),
      width: Math.round(box.width * width),
      height: Math.round(box.height * height),
    };
    const input = await sharp(photo)
      .extract(area)
      .blur(area.width / 6)
      .toBuffer();
    return { input, left: area.left, top: area.top };
  });
  await sharp(photo)
    .composite(await Promise.all(patches))
    .jpeg({ quality: 92 })
    .toFile(copy);
}
