import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { type CrowdedCloud, startCrowdedCloud } from '../../bench/console/crowded-cloud.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';

/** A thousand executions, the newest of them with a hundred faces: what is asked and shown stays small. */
describe.skipIf(noBrowser)(`with 1,000 executions in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let cloud: CrowdedCloud;
  let console: TestConsole;
  let browser: Browser;
  beforeAll(async () => {
    cloud = await startCrowdedCloud(1_000);
    const page = new BuiltPage();
    console = await startTestConsole(cloud.dataDir, page);
    browser = await launchBrowser();
    await page.ready;
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
    await cloud?.close();
  });

  async function open(where: string): Promise<{ page: Page; answers: Map<string, number> }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const answers = new Map<string, number>();
    page.on('response', async (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/api/')) answers.set(pathname, (await response.body().catch(() => '')).length);
    });
    await page.goto(console.url + where);
    return { page, answers };
  }

  test('the list shows a page of them, goes to the last, and finds one', async () => {
    const { page, answers } = await open('/');
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'crowd.jpg' }).waitFor();
    expect(await rows.count()).toBeLessThanOrEqual(50);
    expect(await page.locator('*').count()).toBeLessThan(5_000);
    expect(answers.get('/api/executions')).toBeLessThan(50_000);

    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'crowd.jpg' }).waitFor({ state: 'detached' });
    expect(await rows.count()).toBeLessThanOrEqual(50);

    await page.getByPlaceholder('Find by photo or execution name').fill('copy-7');
    await page.getByText('party-copy-799').waitFor();
    expect(await page.getByText('party-copy-801').count()).toBe(0);
  });

  test('every execution is on one page of the list, and on one alone', async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await console.ask('listExecutions', { query: { limit: 100, cursor } });
      names.push(...answer.executions.map(({ name }) => name));
      cursor = answer.cursor;
    } while (cursor !== undefined);
    expect(names).toHaveLength(1_000);
    expect(new Set(names)).toHaveProperty('size', 1_000);
  });

  test('a hundred faces have their boxes, and can be followed one by one', async () => {
    const { page, answers } = await open(`/executions/${cloud.crowd}`);
    await page.locator('.face-box').nth(99).waitFor();
    expect(await page.locator('.face-box').count()).toBe(100);
    expect(answers.get(`/api/executions/${cloud.crowd}`)).toBeLessThan(400_000);
    const last = page.getByRole('button', { name: /^Face 100: No match\. / });
    await last.focus();
    await page.keyboard.press('Enter');
    expect(await last.getAttribute('aria-pressed')).toBe('true');
  });

  test('an execution that has ended is not asked after again', async () => {
    const { page } = await open(`/executions/${cloud.crowd}`);
    await page.locator('.face-box').nth(99).waitFor();
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByRole('button', { name: /^Face 2: No match\. / }).click();
    await page.waitForLoadState('networkidle');
    expect(asked).not.toContain(`/api/executions/${cloud.crowd}`);
  });
});
