/** Makes docs/console-*.png: each page of the console over the sample photos, light and dark, with every face blurred. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Page as BuiltPage } from '@match-faces/console/page.ts';
import { startConsole } from '@match-faces/console/start-console.ts';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../bench/console/browser.ts';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { samplePhotos } from '../local/sample-photos.ts';
import { connect, type Target } from '../operations/connect.ts';
import { enrollPhoto } from '../operations/enroll/enroll-photo.ts';
import { executionName } from '../operations/executions/execution-name.ts';
import { startExecution } from '../operations/match/start-execution.ts';
import { putPhoto } from '../operations/photos/upload-photo.ts';
import { followRun } from '../operations/reprocess/follow-run.ts';

/** Nobody can be recognised: of a photo every face's box is blurred, and what is small is blurred whole. */
const blurred = `
  .face-box { backdrop-filter: blur(11px); }
  img[src^="/api/images/"] { filter: blur(3px); clip-path: inset(0 round 6px); }
  img[src^="/api/images/crop"] { filter: blur(12px); }
  .photo img[src^="/api/images/photo"] { filter: none; }
`;

const dataDir = await mkdtemp(join(tmpdir(), 'screenshots-'));
const page = new BuiltPage();
const cloud = await startCloud({ dataDir, startOnUpload: false });
const options = { dataDir, aws: false };
const target = await connect(options);
const console = await startConsole(target, options, { port: 0, page });
const browser = await launchBrowser();
try {
  await page.ready;
  const executions = await processSamples(cloud, target);
  const pages = [
    { name: 'executions', path: '/', height: 840 },
    { name: 'execution', path: `/executions/${executions.get('samples/sample3.jpg')}`, height: 960 },
    { name: 'failed', path: `/executions/${executions.get('letter.jpg')}`, height: 960 },
    { name: 'needs-look', path: '/needs-look', height: 640 },
    { name: 'photo', path: '/photo?key=photos-raw%2Fsamples%2Fsample3.jpg', height: 960 },
    { name: 'people', path: '/people', height: 840 },
    { name: 'start', path: '/start', height: 700 },
  ];
  await shootAll(pages);
  // Last, for it adds an execution of each photo.
  const { rawPrefix: prefix, reprocessMachineArn: stateMachineArn } = cloud.deployment;
  const run = { stateMachineArn, name: 'all-again', input: JSON.stringify({ prefix }) };
  const { executionArn } = await target.sfn.send(new StartExecutionCommand(run));
  await followRun(target, executionArn!);
  await shootAll([{ name: 'run', path: `/runs/${run.name}`, height: 960 }]);
} finally {
  await browser.close();
  await console.close();
  await target.close();
  await cloud.close();
  await rm(dataDir, { recursive: true });
}

async function shootAll(
  pages: readonly { readonly name: string; readonly path: string; readonly height: number }[],
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, path, height } of pages) {
      await shoot(browser, console.url + path, `console-${name}-${colorScheme}.png`, {
        colorScheme,
        viewport: { width: 1440, height },
      });
    }
  }
}

/** Enrolls the people of the first sample, and runs all samples and a file that is no photo; names by photo. */
async function processSamples(cloud: Cloud, target: Target): Promise<Map<string, string>> {
  const { rawBucket, rawPrefix, stateMachineArn } = cloud.deployment;
  await enrollPhoto(target, samplePhotos[0]!.path);
  const photos: [string, Buffer][] = [['letter.jpg', Buffer.from('Dear friend')]];
  for (const { name, path } of samplePhotos) photos.push([`samples/${name}`, await readFile(path)]);
  const executions = new Map<string, string>();
  for (const [name, bytes] of photos) {
    const key = `${rawPrefix}${name}`;
    await putPhoto(target.s3, bytes, { bucket: rawBucket, key });
    const executionArn = await startExecution(target.sfn, stateMachineArn, { key });
    await cloud.stepFunctions.waitFor(executionArn);
    executions.set(name, executionName(executionArn));
  }
  return executions;
}

async function shoot(
  browser: Browser,
  url: string,
  file: string,
  given: Pick<BrowserContextOptions, 'colorScheme' | 'viewport'>,
): Promise<void> {
  const context = await browser.newContext({
    ...given,
    reducedMotion: 'reduce',
    // The page's own policy lets no style of another in.
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await page.addStyleTag({ content: blurred });
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByText('Loading').first().waitFor({ state: 'detached' });
  await waitForImages(page);
  const png = await page.screenshot({ animations: 'disabled' });
  // Two thirds of the size on the disk, and no difference to the eye.
  await sharp(png)
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(join(import.meta.dirname, file));
  await context.close();
}

/** A photo in the middle of being loaded would be missing. One that cannot be loaded is given up. */
async function waitForImages(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (const image of [...document.images]) {
      image.scrollIntoView();
      await image.decode().catch(() => {});
    }
    window.scrollTo(0, 0);
  })()`);
}
