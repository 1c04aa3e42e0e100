import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';

/** Whether what the page tells is so, also while things go on. Everybody is the same person; retries take their time. */
describe.skipIf(noBrowser)(`what the page tells${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let cloud: StubCloud;
  let console: TestConsole;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    cloud = await startStubCloud({ 'party.jpg': await photoWith(3) }, { waitScale: 1 });
    const built = new BuiltPage();
    console = await startTestConsole(cloud.dataDir, built);
    browser = await launchBrowser();
    await built.ready;
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
    await cloud?.close();
  });

  const key = 'photos-raw/party.jpg';

  /** Every call of an operation fails, or takes its time, until it is removed. */
  function disturb(fault: Parameters<StubCloud['cloud']['faults']['add']>[0]) {
    const added = cloud.cloud.faults.add(fault);
    onTestFinished(() => added.remove());
    return added;
  }
  const throttled = { name: 'ThrottlingException', message: 'Slow down', status: 400 };
  const search = { service: 'rekognition', operation: 'SearchFacesByImage' } as const;

  test('a face that waits for its retry waits, and is done when it is done', async () => {
    const fault = disturb({ ...search, error: throttled });
    const { execution: name } = await console.ask('start', { body: { key } });
    await page.goto(`${console.url}/executions/${name}`);
    await page.getByText(/0 of 3 faces done, [123] waiting for a retry/).waitFor();
    await page
      .getByText(/and it is tried again: attempt \d+, waiting since/)
      .first()
      .waitFor();
    fault.remove();
    await page.getByText('3 of 3 faces done').waitFor();
    await page
      .getByText(/3 succeeded, \d+ retr/)
      .first()
      .waitFor();
  });

  test('the output of a state that was looked at while it ran appears when it has ended', async () => {
    const fault = disturb({ ...search, latencyMs: 3_000 });
    const { execution: name } = await console.ask('start', { body: { key } });
    await page.goto(`${console.url}/executions/${name}`);
    await page.getByRole('button', { name: 'Face 2: Searching', exact: true }).click();
    await page.locator('.state', { hasText: 'CropAndSearch' }).click();
    await page.getByRole('heading', { name: 'CropAndSearch, face 2' }).waitFor();
    await page.locator('.beside-graph').getByText('Input', { exact: true }).waitFor();
    fault.remove();
    await page.getByLabel('Output', { exact: true }).getByText('"NoMatch"').waitFor();
  });
});
