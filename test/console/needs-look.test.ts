import { buffer } from 'node:stream/consumers';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { launchBrowser, noBrowser } from '../../bench/console/browser.ts';
import type { NeededLook } from '../../console/api/needs-look.ts';
import { Page as BuiltPage } from '../../console/server/page.ts';
import { startExecution } from '../../operations/match/start-execution.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { noPage, startTestConsole, type TestConsole } from './console-server.ts';
import { seriousViolations } from './serious-violations.ts';

/**
 * What needs somebody, what happened to one photo, and how both are found, on a local cloud in which everybody is the
 * same person. One test after the other.
 */

let cloud: StubCloud;
let console: TestConsole;
let browser: Browser | undefined;
/** The executions that made the photos what they are, by the photo's name. */
const made: Record<string, string> = {};

beforeAll(async () => {
  cloud = await startStubCloud({
    'party.jpg': await photoWith(3),
    'wedding.jpg': await photoWith(2),
    'lost.jpg': await photoWith(2),
    'nobody.jpg': await photoWith(0),
    'letter.jpg': 'Dear friend',
  });
  const page = noBrowser ? undefined : new BuiltPage();
  console = await startTestConsole(cloud.dataDir, page ?? noPage);
  browser = noBrowser ? undefined : await launchBrowser();
  await page?.ready;
});
afterAll(async () => {
  await browser?.close();
  await console?.close();
  await cloud?.close();
});

const keyOf = (name: string) => `photos-raw/${name}`;

async function run(name: string, threshold?: number): Promise<string> {
  const { execution } = await console.ask('start', { body: { key: keyOf(name), threshold } });
  await console.ended(execution);
  made[name] = execution;
  return execution;
}

type Fault = Parameters<StubCloud['cloud']['faults']['add']>[0];

async function during(fault: Fault, work: () => Promise<unknown>): Promise<void> {
  const added = cloud.cloud.faults.add(fault);
  await work();
  added.remove();
}

const denied = { name: 'AccessDeniedException', message: 'not authorized', status: 400 };
const tooLarge = { name: 'ImageTooLargeException', message: 'Image size is too large.', status: 400 };

const looks = async (): Promise<Record<string, NeededLook>> =>
  Object.fromEntries(
    (await console.ask('needsLook', {})).looks.map((look) => [look.photo!.key.slice(11), look]),
  );

/** Once what needs a look is so. */
const looksOnce = (isSo: (looks: Record<string, NeededLook>) => boolean) =>
  vi.waitUntil(
    async () => {
      const found = await looks();
      return isSo(found) && found;
    },
    { timeout: 60_000 },
  );

test('everything that needs somebody is told once, with what helps', async () => {
  // Recorded since by a run that was well.
  const stopped = await console.ask('start', { body: { key: keyOf('party.jpg') } });
  await cloud.sfn
    .send(
      new StopExecutionCommand({
        executionArn: cloud.cloud.deployment.stateMachineArn
          .replace(':stateMachine:', ':execution:')
          .concat(`:${stopped.execution}`),
      }),
    )
    .catch(() => {});
  await console.ended(stopped.execution);
  await run('party.jpg', 90);
  for (let again = 0; again < 5; again += 1) await run('nobody.jpg');
  await during({ service: 'rekognition', operation: 'SearchFacesByImage', error: tooLarge, times: 1 }, () =>
    run('wedding.jpg'),
  );
  await run('letter.jpg');
  await during({ service: 'dynamodb', operation: 'UpdateItem', error: denied }, async () => {
    await run('lost.jpg');
    await run('lost.jpg');
  });
  // Its event stays: StartMatch, which alone names the bucket, cannot start it.
  cloud.cloud.faults.add({
    ...{ service: 'states', operation: 'StartExecution', error: denied },
    when: ({ input }) => String(input).includes('"bucket"'),
  });
  await cloud.upload({ 'stuck.jpg': await photoWith(1) });

  const told = await looksOnce((found) => 'stuck.jpg' in found);
  expect(Object.keys(told).sort()).toEqual(['letter.jpg', 'lost.jpg', 'stuck.jpg', 'wedding.jpg']);
  expect(told['wedding.jpg']).toMatchObject({
    ...{ reason: 'partial', failedFaces: 1, remedy: 'reprocess', execution: made['wedding.jpg'] },
    error: { error: 'ImageTooLargeException' },
  });
  expect(told['letter.jpg']).toMatchObject({ reason: 'failed', remedy: 'reprocess' });
  expect(told['lost.jpg']).toMatchObject({
    ...{ reason: 'not recorded', remedy: 'redrive', execution: made['lost.jpg'] },
    explanation: expect.stringContaining('redrive'),
  });
  expect(told['stuck.jpg']).toMatchObject({ reason: 'not started', remedy: 'reprocess' });
  expect(told['stuck.jpg']).not.toHaveProperty('execution');
});

test('the list has the executions of records of a status, and tells how many', async () => {
  const { byStatus, withUnknown } = await console.ask('counts', {});
  expect([byStatus, withUnknown]).toEqual([{ MATCHED: 1, NO_FACES: 1, PARTIAL: 1, FAILED: 1 }, 2]);
  for (const [record, name] of [
    ['PARTIAL', 'wedding.jpg'],
    ['FAILED', 'letter.jpg'],
    ['NO_FACES', 'nobody.jpg'],
  ] as const) {
    const { executions, total } = await console.ask('listExecutions', { query: { record } });
    expect(executions).toMatchObject([
      { name: made[name], photoStatus: record, photo: { key: keyOf(name) } },
    ]);
    expect(total).toBe(1);
  }
  const unknown = await console.ask('listExecutions', { query: { unknown: 'true' } });
  expect(unknown.executions.map(({ name }) => name)).toEqual([made['wedding.jpg'], made['party.jpg']]);
  // It is asked for its input alone, so that Reprocess keeps it.
  expect(unknown.executions[1]).toMatchObject({ givenThreshold: 90, counts: { unmatchedCount: 3 } });
});

test('sorted records are paged without one that is there twice', async () => {
  const names: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = await console.ask('listExecutions', { query: { sort: 'photo', limit: 2, cursor } });
    names.push(...page.executions.map(({ photo }) => photo?.key));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(names).toEqual(['letter.jpg', 'nobody.jpg', 'party.jpg', 'wedding.jpg'].map(keyOf));
  const { executions } = await console.ask('listExecutions', { query: { sort: 'faces', status: 'FAILED' } });
  expect(executions.map(({ counts }) => counts?.faceCount)).toEqual([2, 0]);
});

describe.skipIf(noBrowser)(`in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser!.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
  });

  const dialog = () => page.getByRole('dialog');

  test('one is chosen and helped, and all others by one click, each with its price first', async () => {
    await page.goto(`${console.url}/needs-look`);
    await page.getByRole('heading', { name: 'Needs a look (4)' }).waitFor();
    await page.getByRole('checkbox', { name: 'Select photos-raw/wedding.jpg' }).dispatchEvent('click');
    expect(await page.getByRole('button', { name: 'Redrive', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Reprocess 1', exact: true }).click();
    await dialog().getByText('1 to find faces, 2 to search them').waitFor();
    await dialog().getByRole('button', { name: 'Reprocess' }).click();
    await page.getByRole('heading', { name: 'Needs a look (3)' }).waitFor();

    await page.getByRole('button', { name: 'Redrive all 1', exact: true }).click();
    await dialog().getByText('0 calls of Rekognition').waitFor();
    await dialog().getByRole('button', { name: 'Redrive', exact: true }).click();
    await page.getByText('1 of 1 executions done: 1 redriven').first().waitFor();
    await page.getByRole('heading', { name: 'Needs a look (2)' }).waitFor();

    await page.getByRole('button', { name: 'Reprocess all 2', exact: true }).click();
    await dialog().getByText('2 to find faces').waitFor();
    await dialog().getByRole('button', { name: 'Reprocess' }).click();
    // What is no photo fails again.
    await page.getByRole('heading', { name: 'Needs a look (1)' }).waitFor();
    await page.getByText('PhotoUnreadable').waitFor();
  });

  test('filters, order and page stand in the address, survive a reload, and Back undoes them', async () => {
    await page.goto(`${console.url}/?size=10`);
    await page.getByRole('button', { name: /^Record/ }).click();
    await page.getByRole('option', { name: 'FAILED (1)' }).click();
    await page.getByRole('heading', { name: 'Executions (1)' }).waitFor();
    expect(new URL(page.url()).searchParams.get('record')).toBe('FAILED');
    await page.reload();
    await page.getByRole('heading', { name: 'Executions (1)' }).waitFor();
    await page.getByRole('link', { name: 'letter.jpg' }).click();
    await page.getByRole('heading', { level: 1, name: 'letter.jpg' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Executions (1)' }).waitFor();
    await page.goBack();
    await page.getByText('The list updates by itself').waitFor();

    await page.getByRole('button', { name: 'Next page' }).click();
    await page.waitForURL(/page=2/);
    await page.locator('tbody').getByRole('link', { name: 'party.jpg' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'party.jpg' }).waitFor();
    await page.goBack();
    await page.locator('button[aria-current=true]').getByText('2').waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('page'));
  });

  test('a link leads to a face and a state, and Back from there to where one was', async () => {
    await page.goto(console.url);
    const name = made['wedding.jpg']!;
    const { faces } = await console.ask('execution', { params: { name } });
    const { idx } = faces.find(({ outcome }) => outcome === 'Failed')!;
    const address = `${console.url}/executions/${name}?face=${idx}`;
    await page.goto(`${address}&state=FaceFailed`);
    await page.getByRole('heading', { name: `FaceFailed, face ${idx}` }).waitFor();
    // Without a state it is the one in which the face failed.
    await page.goto(address);
    await page.getByRole('heading', { name: `CropAndSearch, face ${idx}` }).waitFor();
    await page.locator('tr.chosen').getByText(String(idx), { exact: true }).waitFor();
    await page.getByRole('button', { name: new RegExp(`^Face ${3 - idx}: [^.]*$`) }).click();
    expect(new URL(page.url()).searchParams.get('face')).toBe(String(3 - idx));
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: /^Executions/ }).waitFor();
  });

  test('a photo’s page has its record, and what each run changed of the one before', async () => {
    const faceId = await cloud.enroll();
    await run('party.jpg');
    const { executions } = await console.ask('listExecutions', { query: { person: faceId } });
    expect(executions.map(({ name }) => name)).toEqual([made['party.jpg']]);

    await page.goto(`${console.url}/executions/${made['party.jpg']}`);
    await page.getByRole('navigation').getByRole('link', { name: 'party.jpg' }).click();
    await page.getByRole('heading', { name: 'Record' }).waitFor();
    await page.getByText('Nobody in the collection reached 90 %').first().waitFor();
    expect(await page.locator('.face-changes li').count()).toBe(3);
    expect(await page.locator('.photo-run').count()).toBe(3);
    await page
      .getByText('The first run.')
      .or(page.getByText('It did not come to the photo’s faces.'))
      .first()
      .waitFor();
  });

  test('a threshold is dragged on the photo, and stands in the address', async () => {
    await page.goto(`${console.url}/executions/${made['party.jpg']}`);
    const slider = page.getByRole('slider', { name: 'What if the threshold were' });
    await page.getByText('Everybody who matched would still match. Below 95 % nobody knows').waitFor();
    await slider.focus();
    await page.keyboard.press('End');
    await page.waitForURL(/threshold=100/);
    await page.getByText('100 %', { exact: true }).first().waitFor();
  });

  test('the photo with its faces, its record and the list are downloaded', async () => {
    const saved = async (work: Promise<unknown>) => {
      const [download] = await Promise.all([page.waitForEvent('download'), work]);
      return buffer(await download.createReadStream());
    };
    await page.goto(`${console.url}/photo?key=${encodeURIComponent(keyOf('party.jpg'))}`);
    const annotated = await saved(page.getByRole('link', { name: 'Annotated' }).click());
    const { format, width } = await sharp(annotated).metadata();
    expect([format, width]).toEqual(['jpeg', 903]);
    const record = await saved(page.getByRole('button', { name: 'Record' }).click());
    expect(JSON.parse(record.toString())).toMatchObject({ s3Key: keyOf('party.jpg'), matchedCount: 3 });
    await page.goto(`${console.url}/?record=FAILED`);
    await page.getByRole('heading', { name: 'Executions (1)' }).waitFor();
    const csv = await saved(page.getByRole('button', { name: 'CSV' }).click());
    expect(csv.toString().split('\r\n').slice(1)).toEqual([
      expect.stringMatching(/^photos-raw\/letter\.jpg,.*,FAILED,FAILED,.*PhotoUnreadable/),
      '',
    ]);
  });

  test('a photo that nobody knows has a heading, says what happened, and leads on', async () => {
    await page.goto(`${console.url}/photo?key=photos-raw%2Fnowhere.jpg`);
    await page.getByRole('heading', { level: 1, name: 'Photo nowhere.jpg' }).waitFor();
    await page.getByText('This photo cannot be shown').waitFor();
    await page.getByRole('link', { name: 'Go to the executions' }).click();
    await page.getByRole('heading', { name: /^Executions/ }).waitFor();
  });

  test.each([
    ['what needs a look', () => '/needs-look'],
    ['a photo', () => `/photo?key=${encodeURIComponent(keyOf('party.jpg'))}`],
  ])('%s needs no scrolling sideways at any width, and axe finds nothing serious in it', async (_, where) => {
    const looked = await browser!.newPage({ viewport: { width: 1440, height: 900 } });
    onTestFinished(() => looked.close());
    await looked.goto(console.url + where());
    await looked.locator('time').first().waitFor();
    // A window of 1440 pixels at 200 % has 720.
    for (const width of [1440, 1024, 768, 720, 390]) {
      await looked.setViewportSize({ width, height: 900 });
      await looked.locator('time').first().waitFor();
      expect(await looked.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      if (width === 1024 || width === 720) continue;
      const found = await seriousViolations(looked, width < 1440 ? 'all but colours' : 'all');
      expect(found, `at ${width}`).toEqual([]);
    }
  });
});

test('a photo that is gone can be run by nothing, and is not run with all others', async () => {
  const { stateMachineArn } = cloud.cloud.deployment;
  const executionArn = await startExecution(cloud.sfn, stateMachineArn, { key: keyOf('gone.jpg') });
  await cloud.cloud.stepFunctions.waitFor(executionArn);
  const told = await looksOnce((found) => 'gone.jpg' in found);
  expect(told['gone.jpg']).toMatchObject({
    ...{ reason: 'failed', remedy: 'none', error: { error: 'PhotoGone' } },
    explanation: expect.stringContaining('not in the bucket any more'),
  });
});
