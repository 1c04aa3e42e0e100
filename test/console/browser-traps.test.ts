import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';
import { seriousViolations } from './serious-violations.ts';

/** Whether the page breaks, loses or traps. Everybody is the same person. */
describe.skipIf(noBrowser)(`what the page survives${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const long = `${'a-long-name-'.repeat(17)}.jpg`;
  let cloud: StubCloud;
  let console: TestConsole;
  let browser: Browser;
  let page: Page;
  let execution: string;
  beforeAll(async () => {
    cloud = await startStubCloud({ 'party.jpg': await photoWith(3), [long]: await photoWith(1) });
    const built = new BuiltPage();
    console = await startTestConsole(cloud.dataDir, built);
    browser = await launchBrowser();
    await built.ready;
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(10_000);
    await console.ended((await console.ask('start', { body: { key: `photos-raw/${long}` } })).execution);
    execution = (await console.ask('start', { body: { key: 'photos-raw/party.jpg' } })).execution;
    await console.ended(execution);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
    await cloud?.close();
  });

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

  test('a page whose code could not be loaded once leaves the others whole, and is there at the next try', async () => {
    await page.route('**/assets/people-page*', (route) => route.abort());
    await page.goto(console.url);
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByText('This could not be loaded').waitFor();
    await page.getByRole('link', { name: 'Start', exact: true }).click();
    await heading('Start').waitFor();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByText('This could not be loaded').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(/People/).waitFor();
    const cards = page.locator('.occurrence-cards');
    await cards.waitFor();
    expect(await page.evaluate('getComputedStyle(document.querySelector(".occurrence-cards")).display')).toBe(
      'grid',
    );
  });

  test('a graph that could not be loaded leaves the rest of the execution', async () => {
    await page.route('**/assets/workflow-graph*', (route) => route.abort());
    await page.goto(`${console.url}/executions/${execution}`);
    await page.getByText('This could not be loaded').waitFor();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.graph').waitFor();
  });

  test('that the server is gone is said within two seconds, also where nothing else is asked for, and that it is back', async () => {
    onTestFinished(() => page.context().setOffline(false));
    for (const where of ['/start', `/executions/${execution}`]) {
      await page.goto(console.url + where);
      await heading(/./).waitFor();
      await page.context().setOffline(true);
      await page.getByText('The console does not answer any more').waitFor({ timeout: 2_000 });
      await page.context().setOffline(false);
      await page.getByText('The console does not answer any more').waitFor({ state: 'detached' });
    }
  });

  test('clocks stop while the server is gone', async () => {
    const fault = cloud.cloud.faults.add({
      ...{ service: 'rekognition', operation: 'SearchFacesByImage', latencyMs: 30_000 },
    });
    const { execution: name } = await console.ask('start', { body: { key: 'photos-raw/party.jpg' } });
    onTestFinished(async () => {
      await page.context().setOffline(false);
      fault.remove();
      await console.ask('stop', { params: { name }, body: {} });
    });
    await page.goto(`${console.url}/executions/${name}`);
    await page.getByText('0 of 3 faces done').waitFor();
    const duration = () =>
      page
        .locator('dl, div')
        .filter({ hasText: /^Duration\d/ })
        .last()
        .textContent();
    await page.context().setOffline(true);
    await page.getByText('The console does not answer any more').waitFor();
    const then = await duration();
    await page.evaluate('new Promise((done) => setTimeout(done, 1500))');
    expect(await duration()).toBe(then);
  });

  test.each([
    ['/nowhere', 'Not found', 'There is no page at this address', 'Go to the executions'],
    ['/executions/nobody', 'Execution nobody', 'This execution cannot be shown', 'Go to the executions'],
    [
      '/people/01234567-89ab-cdef-0123-456789abcdef',
      'Face 01234567',
      'This face cannot be shown',
      'Go to the people',
    ],
  ])('%s has a heading, says what happened, and leads on', async (where, title, what, next) => {
    await page.goto(console.url + where);
    await heading(title).waitFor();
    await page.getByText(what).waitFor();
    await page.getByRole('link', { name: next }).click();
    await heading(next.endsWith('people') ? /People/ : /Executions/).waitFor();
  });

  test.each([
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
    // A window of 1440 pixels at 200 %.
    { width: 720, height: 450 },
    { width: 390, height: 844 },
  ])('a name of 200 letters takes no other column with it, at $width pixels', async (size) => {
    onTestFinished(() => page.setViewportSize({ width: 1440, height: 900 }));
    await page.setViewportSize(size);
    await page.goto(console.url);
    const times = page.locator('time');
    await times.last().waitFor();
    for (const time of await times.all()) {
      const box = await time.boundingBox();
      expect(box!.x + box!.width).toBeLessThanOrEqual(size.width);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
  });

  test('on a phone the graph shows the state that is told, and the one that is chosen then', async () => {
    onTestFinished(() => page.setViewportSize({ width: 1440, height: 900 }));
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${console.url}/executions/${execution}`);
    for (const name of ['DetectFaces', 'RecordFailedPhoto', 'CropAndSearch']) {
      const state = page.locator('.state', { hasText: name });
      await state.waitFor();
      if (name !== 'DetectFaces') await state.dispatchEvent('click');
      await page.locator('.beside-graph').getByRole('heading', { name }).waitFor();
      const box = await state.boundingBox();
      expect(box!.x).toBeGreaterThanOrEqual(0);
      expect(box!.x + box!.width).toBeLessThanOrEqual(390);
    }
  });

  // At 1440 pixels browser.test.ts looks.
  describe.each([
    { width: 768, pages: ['/', 'an execution'] },
    { width: 390, pages: ['/', '/start', '/people', 'an execution', '/nowhere'] },
  ])('at $width pixels', ({ width, pages }) => {
    test.each(pages)('axe finds no serious violation in %s', async (where) => {
      const looked = await browser.newPage({ viewport: { width, height: 900 } });
      onTestFinished(() => looked.close());
      await looked.goto(console.url + (where.startsWith('/') ? where : `/executions/${execution}`));
      await looked.getByRole('heading', { level: 1 }).first().waitFor();
      await looked.waitForLoadState('load');
      expect(await seriousViolations(looked, 'all but colours')).toEqual([]);
    });
  });
});
