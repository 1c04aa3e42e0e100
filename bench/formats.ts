/** `npm run bench:formats`: what a photo costs the functions by size and format, each in a process of its own. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import sharp from 'sharp';
import { samplePhotos } from '../local/sample-photos.ts';
import type { PhotoCost } from './formats/measure-photo.ts';
import { report, rounded } from './report.ts';

const { json, megapixels } = new Command('npm run bench:formats --')
  .description(
    'Time and peak memory of the work on one photo: reading its header, making a working copy where Rekognition ' +
      'does not take it, and cutting one face out of it. HEIC photos are made with heif-enc, and left out without it.',
  )
  .option(
    '--megapixels <list>',
    'sizes of the photos',
    (list) => list.split(',').map(Number),
    [12, 24, 48, 100],
  )
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; megapixels: number[] }>();

const folder = mkdtempSync(join(tmpdir(), 'bench-formats-'));
try {
  const rows = [];
  for (const size of megapixels) {
    for (const [format, photo] of await makePhotos(size)) {
      const { workingCopySeconds, cutSeconds, peakMB } = await measure(photo);
      rows.push({
        megapixels: size,
        format,
        photoMB: rounded(statSync(photo).size / 1e6, 1),
        workingCopySeconds: rounded(workingCopySeconds, 2),
        cutSeconds: rounded(cutSeconds, 2),
        peakMB: Math.round(peakMB),
      });
    }
  }
  report(rows, { json });
} finally {
  rmSync(folder, { recursive: true });
}

async function makePhotos(megapixels: number): Promise<[string, string][]> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 3) / 2));
  const photo = sharp(samplePhotos[0]!.path, { limitInputPixels: false }).resize({ width });
  const file = (name: string) => join(folder, `${megapixels}-${name}`);
  await photo.clone().jpeg({ quality: 85 }).toFile(file('baseline.jpg'));
  await photo.clone().jpeg({ quality: 85, progressive: true }).toFile(file('progressive.jpg'));
  const photos: [string, string][] = [
    ['JPEG', file('baseline.jpg')],
    ['progressive JPEG', file('progressive.jpg')],
  ];
  if (!hasHeifEncoder()) return photos;
  execFileSync('heif-enc', [
    '-q',
    '50',
    '-p',
    'preset=ultrafast',
    '-o',
    file('photo.heic'),
    file('baseline.jpg'),
  ]);
  return [...photos, ['HEIC', file('photo.heic')]];
}

function hasHeifEncoder(): boolean {
  try {
    execFileSync('which', ['heif-enc'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function measure(photo: string): Promise<PhotoCost> {
  const script = join(import.meta.dirname, 'formats/measure-photo.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, photo]);
  return JSON.parse(stdout) as PhotoCost;
}
