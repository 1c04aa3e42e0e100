import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { loadSharp, refused } from '../../../lambdas/shared/load-sharp.ts';

const sharp = await loadSharp();
const project = join(import.meta.dirname, '../../..');
const source = join(project, 'lambdas/shared/load-sharp.ts');

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

test('every loader of this build is promised or refused', async () => {
  const promised = /^(Jpeg|Png|Webp|Heif|Tiff|Nsgif)/;
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  const libvips = readFileSync(sharedObjects.find((file) => file.includes('libvips'))!, 'latin1');
  const loaders = new Set(
    libvips.match(/(?<=VipsForeignLoad)[A-Z][A-Za-z0-9]*?(?=(File|Buffer|Source)?\0)/g),
  );
  expect(loaders).toContain('Svg');
  const others = [...loaders].filter((name) => !promised.test(name));
  expect(refused).toEqual(expect.arrayContaining(others.map((name) => `VipsForeignLoad${name}`)));
});

test('a photo is decoded while another sandbox of the process loads sharp', async () => {
  const jpeg = await sharp({ create: { width: 100, height: 90, channels: 3, background: '#864' } })
    .jpeg()
    .toBuffer();
  const sandbox = new Worker(
    `import('node:worker_threads').then(async ({ parentPort }) => {
       for (let fresh = 0; fresh < 300; fresh++) await (await import(${JSON.stringify(source)} + '?' + fresh)).loadSharp();
       parentPort.postMessage('loaded');
     });`,
    { eval: true },
  );
  let loading = true;
  const loaded = once(sandbox, 'message').finally(() => {
    loading = false;
  });
  const decode = async () => {
    while (loading) await sharp(jpeg).metadata();
  };
  await Promise.all([loaded, decode(), decode(), decode()]);
  await sandbox.terminate();
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
