import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { samplePhotos } from '../../local/sample-photos.ts';

/** Two photos of one woman: cut out of sample1 and sample3, where she is the largest face. */
const cuts = {
  'sample1.jpg': { left: 1330, top: 60, width: 490, height: 560 },
  'sample3.jpg': { left: 920, top: 20, width: 560, height: 680 },
};

/** A photo with her face alone, cut out of a sample photo. */
export async function cutOut(sample: keyof typeof cuts): Promise<Buffer> {
  const { path: file } = samplePhotos.find(({ name }) => name === sample)!;
  return sharp(file).extract(cuts[sample]).jpeg().toBuffer();
}

/** A photo in which nobody is. */
export const emptyPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: '#7799aa' } })
    .png()
    .toBuffer();

/** Writes files by their paths below a folder. */
export async function writeFiles(folder: string, files: Record<string, Buffer | string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
