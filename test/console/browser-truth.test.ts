import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import type { ExecutionDetail } from '../../console/api/execution.ts';
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
    const held = disturb({ ...search, latencyMs: 60_000 });
    const { execution: name } = await console.ask('start', { body: { key } });
    // As if it was last read just before it ended: from then on only the page's own knowledge makes it read again.
    let ended = false;
    const first = new Map<string, string>();
    await page.route(`**/api/executions/${name}`, async (route) => {
      const answer = await route.fetch();
      const { visits } = (await answer.json()) as ExecutionDetail;
      const ofFace = visits.flatMap(({ iterations = [] }) => iterations[1]?.visits ?? []);
      ended ||= ofFace.some(({ state, status }) => state === 'CropAndSearch' && status === 'succeeded');
      await route.fulfill({ response: answer });
    });
    await page.route(`**/api/executions/${name}/visits/*`, async (route) => {
      const url = route.request().url();
      const early = first.get(url);
      if (!ended && early !== undefined)
        return route.fulfill({ body: early, contentType: 'application/json' });
      const answer = await route.fetch();
      if (early === undefined) first.set(url, await answer.text());
      await route.fulfill({ response: answer });
    });
    await page.goto(`${console.url}/executions/${name}`);
    await page.getByRole('button', { name: 'Face 2: Searching', exact: true }).click();
    await page.locator('.state', { hasText: 'CropAndSearch' }).click();
    await page.locator('.beside-graph').getByText('Input', { exact: true }).waitFor();
    expect([...first.values()].at(-1)).not.toContain('"output"');
    held.remove();
    await page.getByLabel('Output', { exact: true }).getByText('"NoMatch"').waitFor({ timeout: 10_000 });
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('reprocessing takes the threshold of the run that it repeats', async () => {
    const { execution: name } = await console.ask('start', { body: { key, threshold: 88 } });
    await console.ended(name);
    await page.goto(`${console.url}/executions/${name}`);
    await page.getByRole('button', { name: 'Reprocess', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The run before had 88 % in its input').waitFor();
    expect(await dialog.getByRole('textbox').inputValue()).toBe('88');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.goto(console.url);
    await page.getByRole('link', { name: 'party.jpg' }).first().waitFor();
    await page.getByRole('checkbox', { name: 'Select all of this page' }).dispatchEvent('click');
    await page.getByRole('button', { name: 'Reprocess', exact: true }).click();
    await dialog.getByText('The runs before had thresholds of their own (88 %)').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('times name their zone, in the list as in an execution', async () => {
    const times = page.locator('time');
    await times.first().waitFor();
    expect(await times.first().textContent()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC([+-]\d+)?/);
  });

  test('where a stage indexes faces, nobody is told that every face ends as No match', async () => {
    await page.route('**/api/system', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), indexesFaces: true } });
    });
    await page.goto(console.url);
    await page.getByText('the stage in the hook puts them there').waitFor();
    expect(await page.getByText('so every face ends as No match').count()).toBe(0);
    await page.unrouteAll({ behavior: 'wait' });
  });

  test('every outcome has its column where there is room, and its word where there is none', async () => {
    await page.getByText('3 No match').first().waitFor();
    await page.setViewportSize({ width: 1680, height: 900 });
    for (const name of ['Matched', 'Unmatched', 'Indexed', 'Unsearchable', 'Failed'])
      await page.getByRole('columnheader', { name, exact: true }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
