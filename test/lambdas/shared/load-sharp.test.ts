import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSharp } from '../../../lambdas/shared/load-sharp.ts';

const sharp = await loadSharp();
const project = join(import.meta.dirname, '../../..');

test.each(['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const)(
  'a promised format is loaded: %s',
  async (format) => {
    const plain = sharp({ create: { width: 100, height: 90, channels: 3, background: '#864' } });
    const { info } = await sharp(await plain.toFormat(format).toBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 100, height: 90 });
  },
);

test('an SVG, which sharp could draw, is not', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="90"/>');
  await expect(sharp(svg).toBuffer()).rejects.toThrow('unsupported image format');
});

test('Lambdas, commands and console load sharp in one place', () => {
  const files = execFileSync('git', ['ls-files', 'lambdas', 'operations', 'cli', 'console'], {
    cwd: project,
    encoding: 'utf8',
  });
  const sources = files.split('\n').filter((name) => /\.tsx?$/.test(name));
  const importing = sources.filter((name) =>
    /^import (?!type )[^;]*from 'sharp'|import\('sharp'\)/m.test(readFileSync(join(project, name), 'utf8')),
  );
  expect(importing).toEqual(['lambdas/shared/load-sharp.ts']);
});
