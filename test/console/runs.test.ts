import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { localDeployment } from '../../local/deployment.ts';
import { startRun } from '../../operations/reprocess/run.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';
import { seriousViolations } from './serious-violations.ts';

/** Runs of many photos, as their page asks for them and in a browser. One test after the other, on the same photos. */

const photos = 8;
/** 0, 1 and 2 faces in turn. */
const nameOf = (number: number) => `2024/${number}.jpg`;
const prefix = 'photos-raw/2024/';

let cloud: StubCloud;
let console: TestConsole;
const built = noBrowser ? undefined : new BuiltPage();
beforeAll(async () => {
  const bytes = await Promise.all([0, 1, 2].map(photoWith));
  const numbers = Array.from({ length: photos }, (_, number) => number);
  cloud = await startStubCloud({
    ...Object.fromEntries(numbers.map((number) => [nameOf(number), bytes[number % 3]!])),
    '2024/notes.txt': 'sunny',
  });
  console = await startTestConsole(cloud.dataDir, built);
});
afterAll(async () => {
  await console?.close();
  await cloud?.close();
});

/** Every call of an operation fails, or takes its time, until it is removed. */
function disturb(fault: Parameters<StubCloud['cloud']['faults']['add']>[0]) {
  const added = cloud.cloud.faults.add(fault);
  onTestFinished(() => added.remove());
  return added;
}
const slowly = { service: 'rekognition', operation: 'DetectFaces', latencyMs: 600 } as const;

/** As the Step Functions console starts one. */
async function startByHand(name: string, input: object): Promise<void> {
  const stateMachineArn = localDeployment.reprocessMachineArn!;
  await cloud.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
}

test('before there are any, the list of runs is empty', async () => {
  expect(await console.ask('runs', { query: {} })).toEqual({ runs: [] });
});

test('what a run costs is what its own dry run tells', async () => {
  const input = { prefix, threshold: 90 };
  const estimate = await console.ask('estimateRun', { body: { input } });
  expect(estimate).toMatchObject({
    ...{ photos, faces: 4 * photos, photosOfUnknownFaces: photos, free: true },
    skipped: { folderPlaceholders: 0, otherFiles: 1, example: `${prefix}notes.txt` },
  });
  expect(await console.ask('runs', { query: {} })).toEqual({ runs: [] });
  await startByHand('dry', { ...input, dryRun: true, Comment: 'Insert your JSON here' });
  const run = await console.endedRun('dry');
  expect(run).toMatchObject({ status: 'SUCCEEDED', about: { prefix, threshold: 90 }, canBeRedriven: false });
  expect(run.estimate).toEqual(estimate);
});

test('runs of the command and of Step Functions are listed with those of the console, the newest first', async () => {
  await startRun(console.target, { prefix: `${prefix}0` }, 'by-command');
  await console.endedRun('by-command');
  await startByHand('größe+1.', { prefx: prefix });
  const wrong = await console.endedRun('größe+1.');
  expect(wrong).toMatchObject({
    status: 'FAILED',
    failure: { error: 'InvalidInput', cause: expect.stringContaining('prefx') },
  });
  expect(wrong.about).toBeUndefined();
  const keys = [`${prefix}1.jpg`, `${prefix}2.jpg`];
  const { run } = await console.ask('startRun', { body: { input: { keys } } });
  expect(await console.endedRun(run)).toMatchObject({
    about: { keys: { count: 2, first: keys } },
    progress: { photos: 2, green: 2, red: 0 },
    summary: { photos: 2, endings: { MATCHED: 2 }, unmatched: { before: 0, after: 3 } },
  });
  const { executions } = await console.ask('listExecutions', { query: { search: `_${run}-` } });
  expect(executions.map(({ photo }) => photo!.key).toSorted()).toEqual(keys);
  expect(await console.ask('execution', { params: { name: executions[0]!.name } })).toMatchObject({ run });

  const all = await console.ask('runs', { query: {} });
  expect(all.runs.map(({ name }) => name)).toEqual([run, 'größe+1.', 'by-command', 'dry']);
  expect(all.runs.map(({ about }) => about?.prefix)).toEqual([undefined, undefined, `${prefix}0`, prefix]);
  const first = await console.ask('runs', { query: { limit: 3 } });
  const rest = await console.ask('runs', { query: { limit: 3, cursor: first.cursor } });
  expect([...first.runs, ...rest.runs]).toEqual(all.runs);
  expect(rest.cursor).toBeUndefined();
});

test('a run tells how fast it goes and when it will be through, and only one that goes on is stopped', async () => {
  disturb(slowly);
  const { run: name } = await console.ask('startRun', { body: { input: { prefix } } });
  const going = await vi.waitUntil(
    async () => {
      const run = await console.ask('run', { params: { name } });
      return run.rate && run;
    },
    { timeout: 60_000 },
  );
  expect(going.progress!.photos).toBe(photos);
  expect(going.rate!.photosPerSecond).toBeGreaterThan(0);
  await console.endedRun(name);
  const stopped = await console.ask('stopRun', { params: { name } }).catch((error: unknown) => error);
  expect(stopped).toMatchObject({ status: 409, failure: { name: 'NotRunning' } });
  const redriven = await console.ask('redriveRun', { params: { name } }).catch((error: unknown) => error);
  expect(redriven).toMatchObject({ status: 400, failure: { name: 'UsageError' } });
});

describe.skipIf(noBrowser)(`in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    await built!.ready;
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
  });
  afterAll(() => browser?.close());

  const dialog = () => page.getByRole('dialog');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const nameInAddress = () => decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1)!);

  test('photos are chosen, counted, run, followed over a reload, and summed up at an address for others', async () => {
    // One photo comes back again and again, until it is let through.
    const fault = disturb({
      ...{ service: 'rekognition', operation: 'DetectFaces' },
      when: (input) => JSON.stringify(input).includes(nameOf(7)),
      error: { name: 'ThrottlingException', message: 'Rate exceeded', status: 400 },
    });
    await page.goto(`${console.url}/start`);
    await page.getByRole('radio', { name: 'All photos' }).click();
    await page.getByRole('textbox', { name: 'Under' }).fill(prefix);
    await page.getByRole('textbox', { name: 'Under' }).blur();
    await page.waitForURL(/which=all&under=photos-raw%2F2024%2F/);
    await page.reload();
    await button('Reprocess').click();
    await dialog().getByText(`8, without 1 file that is no photo, such as ${prefix}notes.txt`).waitFor();
    await dialog()
      .getByText(/^Free on the local cloud, about \$0\.0\d\d on AWS$/)
      .waitFor();
    const tolerated = dialog().getByRole('textbox', { name: 'Tolerated failures' });
    await tolerated.fill('-3');
    await dialog().getByText('Expected a number of photos, got "-3"').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await tolerated.fill('3');
    await dialog().getByRole('button', { name: 'Reprocess' }).click();

    await page.waitForURL('**/runs/*');
    await page.getByRole('heading', { level: 1, name: `All photos under ${prefix}` }).waitFor();
    await page.getByText('stopped by more than 3 failed').waitFor();
    await page.getByText('7 of 8 photos').first().waitFor();
    await page.reload();
    await page.getByText('7 of 8 photos').first().waitFor();
    await page.getByText('Time left').waitFor();
    fault.remove();
    await page.getByRole('heading', { name: /^What became of the photos/ }).waitFor();
    await page.getByText('Every face was searched').waitFor();

    const address = page.url();
    await page.getByRole('link', { name: 'Executions of its photos' }).click();
    await page.getByRole('link', { name: '2024/7.jpg' }).click();
    // Back by the execution, which tells the run that started it.
    await page.getByRole('link', { name: new URL(address).pathname.split('/').at(-1)!, exact: true }).click();
    await page.waitForURL(address);
    await page.getByRole('heading', { name: /^What became of the photos/ }).waitFor();
    await page.getByRole('link', { name: 'Runs' }).first().click();
    await page
      .getByRole('row', { name: /All photos under .* Succeeded 8 of 8 photos/ })
      .first()
      .waitFor();
    await page.getByRole('row', { name: /größe\+1\..*Failed.*None begun/ }).waitFor();
    await page.getByRole('row', { name: /Only counted: 8/ }).waitFor();
  });

  test('a run is stopped, and redriven to its end', async () => {
    const fault = disturb({ ...slowly, latencyMs: 20_000 });
    const { run } = await console.ask('startRun', { body: { input: { prefix } } });
    await page.goto(`${console.url}/runs/${run}`);
    await page.getByText('0 of 8 photos').first().waitFor();
    await button('Stop').click();
    await dialog().getByRole('button', { name: 'Stop the run' }).click();
    await page.getByText('redrive it: only the photos that failed or never began').waitFor();
    fault.remove();
    await button('Redrive').click();
    await dialog().getByText('Runs the 8 photos again').waitFor();
    await dialog().getByRole('button', { name: 'Redrive' }).click();
    await page.getByRole('heading', { name: /^What became of the photos/ }).waitFor();
    expect((await console.endedRun(run)).summary).toMatchObject({ photos, red: 0 });
  });

  test('photos that failed are named with their reason, and run again by a run of their own', async () => {
    const error = { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 };
    const fault = disturb({ service: 'rekognition', operation: 'SearchFacesByImage', error });
    await page.goto(`${console.url}/start?which=keys`);
    await page.getByRole('textbox', { name: 'Keys' }).fill(` ${prefix}1.jpg\n\n${prefix}4.jpg \n`);
    await button('Reprocess').click();
    await dialog().getByRole('button', { name: 'Reprocess' }).click();
    await page
      .getByRole('row', { name: /Some faces failed \(2\)/ })
      .getByRole('link', { name: `${prefix}4.jpg` })
      .waitFor();
    const first = nameInAddress();
    fault.remove();

    await button('Reprocess 2 that failed').click();
    await dialog().getByText('the 2 photos that failed').waitFor();
    await dialog().getByRole('button', { name: 'Reprocess' }).click();
    await page.getByRole('heading', { level: 1, name: `The photos that failed in ${first}` }).waitFor();
    await page.getByText('Every face was searched').waitFor();
    expect((await console.endedRun(nameInAddress())).summary).toMatchObject({ endings: { MATCHED: 2 } });
  });

  test('what needs a look is reprocessed by a run, which is linked to', async () => {
    await cloud.upload({ 'letter.jpg': 'Dear friend' });
    await console.endedOf('photos-raw/letter.jpg');
    await page.goto(`${console.url}/needs-look`);
    await button(/^Reprocess all/).click();
    await dialog().getByRole('button', { name: 'Reprocess' }).click();
    await page.getByRole('link', { name: /^Watch the run / }).click();
    await page.getByRole('row', { name: /PhotoUnreadable \(1\) photos-raw\/letter\.jpg/ }).waitFor();
  });

  test('a run that does not exist says so, and leads on', async () => {
    await page.goto(`${console.url}/runs/nobody`);
    await page.getByText('This run cannot be shown').waitFor();
    await page.getByRole('link', { name: 'Go to the runs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  });

  test.each([
    { width: 1440, colorScheme: 'light', rules: 'all' },
    { width: 1440, colorScheme: 'dark', rules: 'colours' },
    { width: 390, colorScheme: 'light', rules: 'all but colours' },
  ] as const)(
    'at $width pixels in $colorScheme axe finds nothing serious, and nothing is wider',
    async (at) => {
      const { runs } = await console.ask('runs', { query: {} });
      const context = await browser.newContext({
        viewport: { width: at.width, height: 900 },
        colorScheme: at.colorScheme,
      });
      onTestFinished(() => context.close());
      const looked = await context.newPage();
      for (const where of ['/runs', `/runs/${runs[0]!.name}`]) {
        await looked.goto(console.url + where);
        await looked.getByRole('heading', { level: 1 }).first().waitFor();
        await looked.waitForLoadState('networkidle');
        expect(await seriousViolations(looked, at.rules), where).toEqual([]);
        expect(await looked.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(at.width);
      }
    },
  );
});
