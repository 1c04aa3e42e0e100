import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { cutOut } from '../cli/photos.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';
import { seriousViolations } from './serious-violations.ts';

/** What a person does in a browser, with real faces on a real local cloud. One test after the other. */
describe.skipIf(noBrowser)(`in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let dataDir: string;
  let cloud: Cloud;
  let console: TestConsole;
  let browser: Browser;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'console-in-browser-'));
    cloud = await startCloud({ dataDir, startOnUpload: true, workers: 1 });
    const page = new BuiltPage();
    console = await startTestConsole(dataDir, page);
    browser = await launchBrowser();
    await Promise.all([page.ready, cloud.rekognitionReady()]);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
    await cloud?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const patience = { timeout: 240_000 };

  /** A page of the console. What its script throws, or its policy forbids, fails the test. */
  async function open(where: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) faults.push(text);
    });
    onTestFinished(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });
    await page.goto(console.url + where);
    return page;
  }

  async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Upload and process 1 photo' }).click();
    await page.getByRole('link', { name, exact: true }).click();
  }

  const box = (page: Page, outcome: string) =>
    page.getByRole('button', { name: new RegExp(`^Face 1: ${outcome}\\. `) });

  test('an empty console says why everybody will be unknown, and where to begin', async () => {
    const page = await open('/');
    await page.getByText('No executions yet').waitFor();
    await page.goto(`${console.url}/people`);
    await page.getByText('Nobody is enrolled yet').waitFor();
  });

  test('a photo is uploaded, its face enrolled, and found when it is processed again', patience, async () => {
    const page = await open('/start');
    await upload(page, 'her.jpg', await cutOut('sample1.jpg'));
    await box(page, 'No match').waitFor({ timeout: 120_000 });
    const photo = page.getByRole('img', { name: /her\.jpg/ });
    expect(await photo.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBe(490);
    const [face, whole] = [await box(page, 'No match').boundingBox(), await photo.boundingBox()];
    expect(face!.x).toBeGreaterThan(whole!.x);
    expect(face!.x + face!.width).toBeLessThan(whole!.x + whole!.width);

    await page.getByRole('button', { name: 'Enroll', exact: true }).click();
    await page.getByText(/^Enrolled as [0-9a-f-]{36}/).waitFor();
    await page.getByRole('button', { name: 'Reprocess', exact: true }).first().click();
    await page.getByRole('dialog').getByText('1 photo, 1 face').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Start execution' }).click();
    await box(page, 'Match').waitFor({ timeout: 120_000 });

    // A second photo of her, which was not enrolled.
    await page.goto(`${console.url}/start`);
    await upload(page, 'her-again.jpg', await cutOut('sample3.jpg'));
    await box(page, 'Match').waitFor({ timeout: 120_000 });
    await page.goto(`${console.url}/people`);
    await page.getByText('In 2 photos').waitFor();
  });

  test('a failed execution explains itself, and what helps', patience, async () => {
    const page = await open('/start');
    await upload(page, 'letter.jpg', Buffer.from('Dear friend'));
    await page
      .getByText(/PhotoUnreadable: photos-raw\/letter\.jpg/)
      .first()
      .waitFor({ timeout: 120_000 });
    await page.getByText('Mend or replace the photo, then start a new execution').waitFor();
    expect(await page.getByRole('button', { name: 'Redrive' }).count()).toBe(0);
    await page.goto(console.url);
    await page.getByText('Failed', { exact: true }).first().waitFor();
  });

  test('a face is reached and followed with the keyboard alone', async () => {
    const [execution] = (await console.ask('listExecutions', { query: { search: 'her-again' } })).executions;
    const page = await open(`/executions/${execution!.name}`);
    const face = box(page, 'Match');
    await face.focus();
    await page.keyboard.press('Enter');
    expect(await face.getAttribute('aria-pressed')).toBe('true');
  });

  test('a face is forgotten after a confirmation, and is unknown from then on', async () => {
    const page = await open('/people');
    await page
      .getByRole('button', { name: /^Forget/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Forget it for good' }).click();
    await page.getByText(/^Removed from the collection/).waitFor();
    await page.getByText('Nobody is enrolled yet').waitFor();
    expect((await console.ask('counts', {})).faces).toMatchObject({ matchedCount: 0, unmatchedCount: 2 });
  });

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each([
      ['the list', () => '/'],
      ['an execution', () => executionOf('her-again')],
      ['a failed execution', () => executionOf('letter')],
      ['starting', () => '/start'],
      ['people', () => '/people'],
    ])('axe finds no serious violation in %s', async (_, where) => {
      const page = await open(await where(), { colorScheme });
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await seriousViolations(page, colorScheme === 'dark' ? 'colours' : 'all')).toEqual([]);
    });
  });

  test.each([
    ['the list', () => '/'],
    ['an execution', () => executionOf('her-again')],
    ['starting', () => '/start'],
    ['people', () => '/people'],
  ])('%s needs no scrolling sideways on a phone', async (_, where) => {
    const page = await open(await where(), { viewport: { width: 390, height: 844 } });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
  });

  async function executionOf(search: string): Promise<string> {
    const { executions } = await console.ask('listExecutions', { query: { search } });
    return `/executions/${executions[0]!.name}`;
  }
});
