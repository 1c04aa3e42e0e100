/** `npm run bench:console`: what the console's pages weigh and take, after 1,000 executions and with 100 faces. */
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { Page } from '@match-faces/console/page.ts';
import { startConsole } from '@match-faces/console/start-console.ts';
import { Command } from 'commander';
import type { Browser } from 'playwright-core';
import { launchBrowser, noBrowser } from './console/browser.ts';
import { startCrowdedCloud } from './console/crowded-cloud.ts';
import { report, rounded } from './report.ts';

const { json, executions, loads } = new Command('npm run bench:console --')
  .description(
    'Bundle, first contentful paint, work of the main thread and findings of axe for each page of the console, in Chromium on a local cloud.',
  )
  .option('--executions <number>', 'how many there are', Number, 1000)
  .option('--loads <number>', 'loads of each page, of which the median is told', Number, 5)
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; executions: number; loads: number }>();

if (noBrowser) throw new Error(`Expected a browser, found ${noBrowser}`);
const page = new Page({ tell: (what) => process.stderr.write(`${what}\n`) });
const cloud = await startCrowdedCloud(executions);
const options = { dataDir: cloud.dataDir, aws: false };
const console = await startConsole(cloud.target, options, { port: 0, page });
const browser = await launchBrowser();
try {
  await page.ready;
  const pages = [
    { page: `list of ${executions} executions`, path: '/', ready: 'tbody tr' },
    { page: 'execution with 100 faces', path: `/executions/${cloud.crowd}`, ready: '.face-box' },
    { page: 'photo with 100 faces', path: '/photo?key=photos-raw%2Fcrowd.jpg', ready: '.face-box' },
    { page: 'what needs a look', path: '/needs-look', ready: 'h1' },
    { page: 'start', path: '/start', ready: 'input[type=file]' },
    { page: 'people, 100 unknown faces', path: '/people', ready: 'img[src^="/api/images/crop"]' },
  ];
  const rows = [];
  for (const { page: name, path, ready } of pages) {
    const measured: Load[] = [];
    for (let load = 0; load < loads; load++) measured.push(await measure(browser, console.url + path, ready));
    rows.push({
      page: name,
      ...Object.fromEntries(
        (Object.keys(measured[0]!) as (keyof Load)[]).map((figure) => [
          figure,
          rounded(median(measured.map((each) => each[figure])), 1),
        ]),
      ),
      ...(await findings(browser, console.url + path, ready)),
    });
  }
  report(rows, {
    json,
    notes: [
      'gzipped KB of scripts, styles and fonts that a first load asks for; KB of JSON and images that it is answered.',
      `Milliseconds are medians of ${loads} loads with an empty cache, and move with whatever else the machine does.`,
    ],
  });
} finally {
  await browser.close();
  await console.close();
  await cloud.close();
}

interface Load {
  readonly scriptKB: number;
  readonly styleKB: number;
  readonly fontKB: number;
  readonly jsonKB: number;
  readonly imageKB: number;
  readonly requests: number;
  readonly firstPaintMs: number;
  readonly shownMs: number;
  readonly mainThreadMs: number;
  readonly elements: number;
  readonly heapMB: number;
}

async function measure(browser: Browser, url: string, ready: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable');
    const sizes = { script: 0, stylesheet: 0, font: 0, fetch: 0, image: 0 };
    const read: Promise<void>[] = [];
    let requests = 0;
    page.on('response', (response) => {
      requests += 1;
      const kind = response.request().resourceType() as keyof typeof sizes;
      read.push(
        response.body().then(
          (body) => {
            const isText = kind === 'script' || kind === 'stylesheet';
            if (kind in sizes) sizes[kind] += isText ? gzipSync(body).length : body.length;
          },
          () => {},
        ),
      );
    });
    const begin = performance.now();
    await page.goto(url);
    await page.locator(ready).first().waitFor({ state: 'attached', timeout: 120_000 });
    const shownMs = performance.now() - begin;
    await page.waitForLoadState('networkidle');
    await Promise.all(read);
    const { metrics } = await cdp.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
    return {
      scriptKB: sizes.script / 1000,
      styleKB: sizes.stylesheet / 1000,
      fontKB: sizes.font / 1000,
      jsonKB: sizes.fetch / 1000,
      imageKB: sizes.image / 1000,
      requests,
      firstPaintMs: await page.evaluate<number>(
        'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0',
      ),
      shownMs,
      mainThreadMs: metric('TaskDuration') * 1000,
      elements: await page.locator('*').count(),
      heapMB: metric('JSHeapUsedSize') / 1e6,
    };
  } finally {
    await context.close();
  }
}

/** What axe finds, in light and dark together; serious includes critical. */
async function findings(
  browser: Browser,
  url: string,
  ready: string,
): Promise<{ axeSerious: number; axeOther: number }> {
  let [serious, other] = [0, 0];
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
    const page = await context.newPage();
    await page.goto(url);
    await page.locator(ready).first().waitFor({ state: 'attached', timeout: 120_000 });
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { impact } of violations) {
      if (impact === 'serious' || impact === 'critical') serious += 1;
      else other += 1;
    }
    await context.close();
  }
  return { axeSerious: serious, axeOther: other };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
