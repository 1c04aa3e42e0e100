import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityPath } from '../../../local-aws/gateway/server.ts';
import { rawBytes } from '../s3/raw-request.ts';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
});
afterAll(() => gateway.stop());

/** A request as a browser or a script might send it; `fetch` would not let it choose its Host. */
function send({ method = 'GET', path = identityPath, headers = {} }) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: gateway.port, method, path, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers }));
    })
      .on('error', reject)
      .end();
  });
}

const status = async (headers: Record<string, string>) => (await send({ headers })).status;

describe('a request is refused', () => {
  it.each([
    'evil.example',
    'evil.example:4510',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.0.2',
  ])('that comes for the host %s', async (host) => {
    expect(await status({ host })).toBe(403);
  });

  it.each(['http://evil.example', 'https://127.0.0.1', 'null', 'http://localhost:1'])(
    'that a page of %s sends',
    async (origin) => {
      expect(await status({ origin })).toBe(403);
    },
  );

  it.each(['cross-site', 'same-site'])('that a page embeds from a %s', async (site) => {
    expect(await status({ 'sec-fetch-site': site })).toBe(403);
  });

  it('with two Host headers, whichever is first', async () => {
    const { port } = gateway;
    for (const other of ['evil.example', `127.0.0.1:${port}`]) {
      const answer = await rawBytes(
        port,
        `GET ${identityPath} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: ${other}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  it('whose target names another host', async () => {
    expect((await send({ path: 'http://evil.example/photos/me.jpg' })).status).toBe(403);
  });

  it('without granting any page access, also when a browser asks first', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'PUT' };
    const answer = await send({ method: 'OPTIONS', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('before it reaches a service', async () => {
    await gateway.s3().putObject({ Bucket: 'photos', Key: 'me.jpg', Body: 'a face' });
    const answer = await send({
      method: 'DELETE',
      path: '/photos/me.jpg',
      headers: { host: 'evil.example' },
    });
    expect(answer.status).toBe(403);
    await expect(gateway.s3().headObject({ Bucket: 'photos', Key: 'me.jpg' })).resolves.toBeDefined();
  });
});

describe('a request is served', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:80'])('that comes for the host %s', async (host) => {
    expect(await status({ host })).toBe(200);
  });

  it('that a page of its own sends', async () => {
    expect(await status({ origin: gateway.endpoint, 'sec-fetch-site': 'same-origin' })).toBe(200);
  });
});

it('DynamoDB grants no page access either', async () => {
  const answer = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: {
      origin: gateway.endpoint,
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'content-type': 'application/x-amz-json-1.0',
    },
    body: '{}',
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

it('whatever is answered can do nothing in a browser', async () => {
  const page = { Bucket: 'photos', Key: 'page.html', ContentType: 'text/html' };
  await gateway.s3().putObject({ ...page, Body: '<script>fetch("/photos?list-type=2")</script>' });
  for (const path of ['/photos/page.html', '/photos/none', '/photos', identityPath]) {
    const { headers } = await send({ path });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none';/),
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});
