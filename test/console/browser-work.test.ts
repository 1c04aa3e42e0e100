import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Dialog, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { startTestConsole, type TestConsole } from './console-server.ts';
import { seriousViolations } from './serious-violations.ts';

/** Longer pieces of work: uploads that are interrupted, and what one looks up of an execution. */
describe.skipIf(noBrowser)(`work in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let cloud: StubCloud;
  let console: TestConsole;
  let browser: Browser;
  let page: Page;
  let folder: string;
  beforeAll(async () => {
    cloud = await startStubCloud({ 'party.jpg': await photoWith(2), 'beach.jpg': await photoWith(1) });
    folder = await mkdtemp(path.join(tmpdir(), 'photos-to-upload-'));
    const built = new BuiltPage();
    console = await startTestConsole(cloud.dataDir, built);
    browser = await launchBrowser();
    await built.ready;
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await console?.close();
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A file on the disk: chosen again, it is the same. */
  async function photoFile(name: string, faces: number): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, await photoWith(faces));
    return file;
  }
  const rows = () => page.locator('.upload-row');
  const choose = (files: string[]) => page.locator('input[type=file]').first().setInputFiles(files);
  const recorded = async (key: string) => (await cloud.record(key))?.faceCount;

  /** Uploads do not come to their end until it is released. */
  async function holdUploads(): Promise<() => Promise<void>> {
    await page.route('**/api/photos*', () => {});
    return () => page.unrouteAll({ behavior: 'ignoreErrors' });
  }

  /** Leaves the page although it asks; returns what it asked. */
  async function reload(): Promise<string[]> {
    const asked: string[] = [];
    const accept = (dialog: Dialog) => {
      asked.push(dialog.type());
      return dialog.accept();
    };
    page.on('dialog', accept);
    await page.reload();
    page.off('dialog', accept);
    return asked;
  }

  test('leaving while photos are on their way asks, and a reload goes on with them when they are chosen again', async () => {
    const files = [await photoFile('one.jpg', 1), await photoFile('two.jpg', 2)];
    const release = await holdUploads();
    await page.goto(`${console.url}/start`);
    await choose(files);
    await page.getByRole('button', { name: 'Upload and process 2 photos' }).click();
    await rows().getByText('Uploading').first().waitFor();
    expect(await reload()).toEqual(['beforeunload']);
    await release();
    await page.getByText('Not uploaded before the page was reloaded').nth(1).waitFor();
    await choose(files);
    await rows().getByText('Succeeded').nth(1).waitFor();
    expect(await recorded('photos-raw/two.jpg')).toBe(2);
    expect(await reload()).toEqual([]);
    expect(await rows().count()).toBe(0);
  });

  test('what was dropped goes on by itself after a reload, where the browser finds its files again', async () => {
    const release = await holdUploads();
    await page.goto(`${console.url}/people`);
    // What a person drops, with the handle that Chromium has for it: a file of the page's own file system.
    const bytes = (await photoWith(1)).toString('base64');
    await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${bytes}'), (sign) => sign.charCodeAt(0));
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('dropped.jpg', { create: true });
      const writable = await handle.createWritable();
      await writable.write(bytes);
      await writable.close();
      DataTransferItem.prototype.getAsFileSystemHandle = async () => handle;
      const dropped = new DataTransfer();
      dropped.items.add(await handle.getFile());
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped }));
    })()`);
    await page.getByRole('button', { name: 'Upload and process 1 photo' }).click();
    await rows().getByText('Uploading').first().waitFor();
    expect(await reload()).toEqual(['beforeunload']);
    await rows().getByText('Uploading').waitFor();
    // What was held goes on.
    await release();
    await rows().getByText('Succeeded').waitFor();
    expect(await recorded('photos-raw/dropped.jpg')).toBe(1);
  });

  test('of photos that exist one is replaced, one kept beside the new one, and all are skipped or processed again', async () => {
    const files = [await photoFile('party.jpg', 3), await photoFile('beach.jpg', 4)];
    const there = (name: string) => rows().filter({ hasText: name });
    await page.goto(`${console.url}/start`);
    await choose(files);
    await page.getByRole('button', { name: 'Upload and process 2 photos' }).click();
    await page.getByText('2 photos are in the bucket already').waitFor();
    await page.getByRole('button', { name: 'Replace party.jpg' }).click();
    await page.getByRole('button', { name: 'Keep both of beach.jpg' }).click();
    await rows().getByText('Succeeded').nth(1).waitFor();
    expect(await recorded('photos-raw/party.jpg')).toBe(3);
    await there('beach-2.jpg').waitFor();
    expect([await recorded('photos-raw/beach.jpg'), await recorded('photos-raw/beach-2.jpg')]).toEqual([
      undefined,
      4,
    ]);

    await page.getByRole('button', { name: 'Clear the list' }).click();
    await choose(files);
    await page.getByRole('button', { name: 'Upload and process 2 photos' }).click();
    await page.getByRole('button', { name: 'Reprocess all of them instead' }).click();
    await page.getByRole('dialog').getByText('2 photos').first().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Reprocess', exact: true }).click();
    await rows().getByText('Succeeded').nth(1).waitFor();
    // The one that was there: what was chosen has four faces.
    expect(await recorded('photos-raw/beach.jpg')).toBe(1);

    await page.getByRole('button', { name: 'Clear the list' }).click();
    await choose(files);
    await page.getByRole('button', { name: 'Upload and process 2 photos' }).click();
    await page.getByRole('button', { name: 'Skip all of them' }).click();
    await rows().getByText('Skipped').nth(1).waitFor();
  });

  test('the event history is filtered and opened, and a new execution takes an edited input and a name', async () => {
    const { execution } = await console.ask('start', { body: { key: 'photos-raw/party.jpg' } });
    await console.ended(execution);
    await page.goto(`${console.url}/executions/${execution}`);
    await page.getByRole('button', { name: 'Event history' }).click();
    await page.getByRole('button', { name: 'ExecutionStarted' }).click();
    await page.getByLabel('Event 1', { exact: true }).getByText('executionStartedEventDetails').waitFor();
    await page.getByRole('button', { name: 'Definition', exact: true }).click();
    await page.getByLabel('Definition').getByText('"StartAt"').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByPlaceholder('Find by type, step or error').fill('recordmatches');
    await page.getByRole('button', { name: 'ExecutionStarted' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'LambdaFunctionScheduled' }).waitFor();
    await page.locator('.state', { hasText: 'RecordMatches' }).dispatchEvent('click');
    await page.getByText('Log lines of RecordMatches').click();
    await page.locator('.log-lines').getByText('NoMatch').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export history' }).click();
    expect((await download).suggestedFilename()).toBe(`${execution}-history.json`);

    await page.getByRole('button', { name: 'New execution' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: 'Input' })
      .fill('{"key": "photos-raw/beach.jpg", "threshold": 70');
    await dialog.getByText('Expected JSON').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await dialog
      .getByRole('textbox', { name: 'Input' })
      .fill('{"key": "photos-raw/beach.jpg", "threshold": 70}');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('my own name');
    await dialog.getByText('no white space').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('my-own-name');
    await dialog.getByRole('button', { name: 'Start execution' }).click();
    await page.waitForURL(`${console.url}/executions/my-own-name`);
    expect(await console.ended('my-own-name')).toMatchObject({ threshold: 70 });
  });

  test('unknown faces are grouped, enrolled under one name, and their photos processed again', async () => {
    await page.goto(`${console.url}/people`);
    const heading = page.getByRole('heading', { name: /^Unknown faces/ });
    await heading.waitFor();
    await page.getByRole('button', { name: 'Group by likeness' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/calls of Rekognition/).waitFor();
    await dialog.getByRole('button', { name: /^Group \d+ faces$/ }).click();
    const all = page.getByRole('checkbox', { name: /faces that are alike, in \d+ photos/ });
    await all.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const { total } = await console.ask('unknownFaces', {});
    await all.dispatchEvent('click');
    await page.getByRole('button', { name: `Enroll ${total} under one name` }).waitFor();
    await all.dispatchEvent('click');
    // One of them is put away, and brought back.
    await page.getByRole('checkbox', { name: /^Choose face 1 of photos-raw\/two/ }).dispatchEvent('click');
    await page.getByRole('button', { name: 'Put away 1' }).click();
    await page.getByText('1 face put away.').waitFor();
    await page.getByRole('button', { name: 'Show 1 put away' }).click();
    await page.getByRole('button', { name: /^Bring back face 1 of photos-raw\/two/ }).click();
    await page.getByText('Put away (0)').waitFor();

    await all.dispatchEvent('click');
    await page.getByRole('button', { name: `Enroll ${total} under one name` }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Grandma Ann');
    await dialog.getByRole('button', { name: 'Enroll', exact: true }).click();
    await dialog.getByRole('button', { name: /^Process the \d+ photos with this face again$/ }).click();
    await dialog.getByText('photos with this face').waitFor();
    await dialog.getByRole('button', { name: 'Reprocess', exact: true }).click();
    await page.getByRole('heading', { name: 'Unknown faces (0)' }).waitFor({ timeout: 60_000 });
    const { people } = await console.ask('people', { query: { name: 'ann' } });
    expect(people).toHaveLength(total);
  });

  test('a wrong match is put right on the photo’s page, and taken back', async () => {
    const { execution } = await console.ask('start', { body: { key: 'photos-raw/one.jpg' } });
    await console.ended(execution);
    await page.goto(`${console.url}/executions/${execution}`);
    await page.getByRole('button', { name: 'Not this person: face 1 of photos-raw/one.jpg' }).click();
    await page.getByText('Found to be somebody, and you said that it is not').waitFor();
    // The photo's own page tells it as well, and takes it back.
    await page.goto(`${console.url}/photo?key=photos-raw%2Fone.jpg`);
    await page.locator('.faces').getByRole('button', { name: 'It is this person' }).click();
    await page.getByRole('button', { name: 'Not this person: face 1 of photos-raw/one.jpg' }).waitFor();
  });
});
