import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { send, startTestConsole, type TestConsole } from './console-server.ts';

/** What the console's server lets nobody do but the page that it serves. */

let cloud: StubCloud;
let console: TestConsole;
beforeAll(async () => {
  cloud = await startStubCloud({ 'party.jpg': await photoWith(1) });
  console = await startTestConsole(cloud.dataDir);
});
afterAll(async () => {
  await console.close();
  await cloud.close();
});

const json = { 'content-type': 'application/json' };
const start = JSON.stringify({ key: 'photos-raw/party.jpg' });
const port = () => new URL(console.url).port;
const executions = async () => (await console.ask('listExecutions', { query: {} })).executions;

test.each([
  ['the name of another site that leads here', (): object => ({ host: `photos.example:${port()}` })],
  ['a name that only begins like this host', () => ({ host: `localhost.photos.example:${port()}` })],
  ['another page’s origin', () => ({ origin: 'https://photos.example' })],
  ['an origin of this host at another port', () => ({ origin: 'http://127.0.0.1:1' })],
  ['a page without an origin', () => ({ origin: 'null' })],
  ['an image in another page', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['a page of this host at another port', () => ({ 'sec-fetch-site': 'same-site' })],
])('%s reads nothing, and starts nothing', async (_, foreign) => {
  for (const path of ['/', '/api/executions', '/api/images/photo?key=photos-raw/party.jpg&size=full']) {
    const { status, json, body } = await send(console.url, { path, headers: { ...foreign() } });
    expect(status).toBe(403);
    expect(json().error).toMatchObject({ name: 'ForeignRequest', whatToDo: expect.any(String) });
    expect(body.toString()).not.toContain('execution:');
  }
  const headers = { origin: console.url, ...json, ...foreign() };
  const { status } = await send(console.url, {
    path: '/api/executions',
    method: 'POST',
    headers,
    body: start,
  });
  expect(status).toBe(403);
  expect(await executions()).toEqual([]);
});

test('what changes something needs the page’s own origin, and a type that no form can send', async () => {
  const post = { path: '/api/executions', method: 'POST', body: start };
  expect((await send(console.url, { ...post, headers: json })).status).toBe(403);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
    const headers = { origin: console.url, 'content-type': type };
    expect((await send(console.url, { ...post, headers })).status).toBe(415);
  }
  const faceId = 'f415f642-f1f3-8000-840c-43b48ad8409e';
  expect((await send(console.url, { path: `/api/people/${faceId}`, method: 'DELETE' })).status).toBe(403);
  expect(await executions()).toEqual([]);
});

test('the console answers on loopback alone, by either name', async () => {
  for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`]) {
    expect((await send(console.url, { path: '/api/system', headers: { host } })).status).toBe(200);
  }
  expect(new URL(console.url).hostname).toBe('127.0.0.1');
});

test.each([
  '/../package.json',
  '/..%2f..%2fpackage.json',
  '/assets/../../../package.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '//etc/passwd',
  '/etc/passwd.txt',
  '/%00.js',
  '/console/server/app.ts',
])('the path %s reaches no file', async (path) => {
  const { status, body } = await send(console.url, { path });
  // Nothing, or the page itself.
  if (status === 200) expect(body.toString()).toContain('<title>page</title>');
  else expect(status).toBeGreaterThanOrEqual(400);
  expect(body.toString()).not.toMatch(/devDependencies|root:|Hono/);
});

test.each([
  ['photo', 'faces-thumbs/x.jpg'],
  ['photo', 'photos-raw/'],
  ['photo', '../photos-raw/party.jpg'],
  ['photo', '/etc/passwd'],
  ['photo', ''],
  ['photo', 'photos-raw/../../party.jpg'],
  ['photo', `photos-raw/${'ä'.repeat(600)}`],
  ['crop', 'faces-thumbs/a/../../../b'],
  ['crop', 'photos-raw/party.jpg'],
  ['crop', 'faces-thumbs'],
])('no %s is shown of the key "%s"', async (kind, key) => {
  const query = new URLSearchParams({ key, size: 'full' });
  const { status, json, headers } = await send(console.url, { path: `/api/images/${kind}?${query}` });
  expect(status).toBe(400);
  expect(json().error.field).toBe('key');
  expect(headers['content-type']).toMatch(/^application\/json/);
});

test('a key with dots in it leads to no other object', async () => {
  const keys = ['photos-raw/../faces-thumbs/secret.jpg', 'photos-raw/./party.jpg', 'photos-raw//party.jpg'];
  const { s3 } = cloud;
  await s3.send(
    new PutObjectCommand({
      Bucket: 'match-faces-raw',
      Key: 'faces-thumbs/secret.jpg',
      Body: await photoWith(0),
    }),
  );
  for (const key of keys) {
    const query = new URLSearchParams({ key, size: 'full' });
    expect((await send(console.url, { path: `/api/images/photo?${query}` })).status).toBe(404);
  }
});

test('an object that is no image is not passed on', async () => {
  await cloud.s3.send(
    new PutObjectCommand({
      Bucket: 'match-faces-thumbs',
      Key: 'faces-thumbs/page.jpg',
      Body: '<script>alert(1)</script>',
      ContentType: 'text/html',
    }),
  );
  const path = '/api/images/crop?key=faces-thumbs/page.jpg';
  const { status, body, headers } = await send(console.url, { path });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(body.toString()).not.toContain('<script>');
});

test.each([
  ['PUT', '/api/executions', 'GET, POST'],
  ['DELETE', '/api/executions', 'GET, POST'],
  ['GET', '/api/photos', 'POST'],
  ['GET', '/api/executions/some/redrive', 'POST'],
  ['PATCH', '/api/system', 'GET'],
])('%s %s is refused, with the methods that there are', async (method, path, allowed) => {
  const headers = { origin: console.url };
  const answer = await send(console.url, { path, method, headers });
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe(allowed);
});

test('a route that does not exist is no page', async () => {
  const { status, json } = await send(console.url, { path: '/api/secrets' });
  expect(status).toBe(404);
  expect(json().error.whatToDo).toContain('Reload');
});

test.each([
  ['{', 'Expected JSON'],
  ['[]', 'expected object'],
  ['null', 'expected object'],
  ['{"key": {"toString": 1}}', 'expected string'],
])('the body %s is refused, and the answer says why', async (body, reason) => {
  const headers = { origin: console.url, ...json };
  const answer = await send(console.url, { path: '/api/executions', method: 'POST', headers, body });
  expect(answer.status).toBe(400);
  expect(answer.json().error.message).toContain(reason);
});

test('a body larger than anything the page sends is refused before it is read', async () => {
  const headers = { origin: console.url, ...json, 'content-length': 1e12, connection: 'close' };
  const { status } = await send(console.url, { path: '/api/executions', method: 'POST', headers });
  expect(status).toBe(413);
});

test('every answer forbids scripts of others, frames, guessing of types and, with faces, keeping', async () => {
  for (const path of ['/', '/api/executions', '/api/secrets']) {
    const { headers } = await send(console.url, { path });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    if (path.startsWith('/api')) expect(headers['cache-control']).toBe('no-store');
  }
  const path = '/api/images/photo?key=photos-raw/party.jpg&size=thumbnail';
  const { headers, status } = await send(console.url, { path });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});
