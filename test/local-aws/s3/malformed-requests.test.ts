import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../../local-aws/gateway/call.ts';
import { s3Route } from '../../../local-aws/gateway/s3-route.ts';
import { codeIn, rawBytes, rawRequest } from './raw-request.ts';
import { type LocalS3, startLocalS3 } from './s3-under-test.ts';

let s3: LocalS3;
const unhandled: unknown[] = [];
const collect = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', collect).on('uncaughtException', collect);
  s3 = await startLocalS3();
  await s3.service.store.putObject({ bucket: s3.bucket, key: 'photo', body: [Buffer.alloc(5_000_000, 'p')] });
});
afterEach(() => expect(unhandled.splice(0)).toEqual([]));
afterAll(async () => {
  await s3.stop();
  process.off('unhandledRejection', collect).off('uncaughtException', collect);
});

const keys = async () => {
  const { objects } = await s3.service.store.listObjects({ bucket: s3.bucket });
  return objects.map(({ key }) => key);
};

const contentMd5 = (document: string | Uint8Array) => createHash('md5').update(document).digest('base64');

const incoming = () => readdir(join(s3.folder, 'incoming'));

describe('a request target', () => {
  test.each(['%', '%zz', '%ff', 'a%c3(', '%ed%a0%80'])(
    'with the key %s, which is no UTF-8, is an invalid URI',
    async (key) => {
      const answer = await rawRequest(s3.port, {
        method: 'PUT',
        target: `/${s3.bucket}/${key}`,
        body: ['x'],
      });
      expect([answer.status, codeIn(answer.body)]).toEqual([400, 'InvalidURI']);
    },
  );

  test('keeps its dot segments, however they are written', async () => {
    for (const target of ['dots/a/../b', 'dots/a/%2e%2e/b', 'dots/a/%2E./b']) {
      const answer = await rawRequest(s3.port, {
        method: 'PUT',
        target: `/${s3.bucket}/${target}`,
        body: [target],
      });
      expect(answer.status).toBe(200);
    }
    expect((await keys()).filter((key) => key.startsWith('dots/'))).toEqual(['dots/a/../b']);
    await s3.service.store.deleteObject({ bucket: s3.bucket, key: 'dots/a/../b' });
  });

  test('means a space by its plus, as on AWS', async () => {
    await rawRequest(s3.port, { method: 'PUT', target: `/${s3.bucket}/a+b%2Bc`, body: ['x'] });
    expect(await keys()).toEqual(['a b+c', 'photo']);
    await s3.service.store.deleteObject({ bucket: s3.bucket, key: 'a b+c' });
  });

  test('may be absolute', async () => {
    const target = `http://127.0.0.1:${s3.port}/${s3.bucket}/photo`;
    expect((await rawRequest(s3.port, { method: 'HEAD', target })).status).toBe(200);
  });

  // The JavaScript SDK signs the checksum of an empty body into it.
  test('may carry a checksum in its query, which is ignored, right or wrong', async () => {
    for (const query of ['x-amz-checksum-crc32=AAAAAA%3D%3D', 'X-Amz-Checksum-Sha256=bad']) {
      const target = `/${s3.bucket}/presigned?${query}&x-amz-sdk-checksum-algorithm=CRC32&x-id=PutObject`;
      expect((await rawRequest(s3.port, { method: 'PUT', target, body: ['a photo'] })).status).toBe(200);
    }
    await rawRequest(s3.port, { method: 'DELETE', target: `/${s3.bucket}/presigned` });
  });

  test('may carry the query of a presigned URL, headers in it included', async () => {
    const query = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD',
      'X-Amz-Credential=local%2F20261123%2Fus-east-1%2Fs3%2Faws4_request',
      'X-Amz-Date=20261123T000000Z',
      'X-Amz-Expires=1',
      'X-Amz-Signature=0000',
      'X-Amz-SignedHeaders=host',
      'x-amz-meta-author=me',
      'x-id=PutObject',
    ].join('&');
    const put = await rawRequest(s3.port, {
      method: 'PUT',
      target: `/${s3.bucket}/signed?${query}`,
      body: ['x'],
    });
    expect(put.status).toBe(200);
    const get = await rawRequest(s3.port, { target: `/${s3.bucket}/signed?${query}` });
    expect([get.body, get.headers['x-amz-meta-author']]).toEqual(['x', 'me']);
    await s3.service.store.deleteObject({ bucket: s3.bucket, key: 'signed' });
  });
});

describe('an error', () => {
  test('is a document that names its code, message, resource, key and request', async () => {
    const { status, headers, body } = await rawRequest(s3.port, { target: `/${s3.bucket}/a%26b` });
    const id = headers['x-amz-request-id'];
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/xml');
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key>' +
        `<Resource>/photos/a%26b</Resource><RequestId>${id}</RequestId><HostId>${id}</HostId></Error>`,
    );
  });

  test('has no body when the request was a HEAD', async () => {
    const { status, headers, body } = await rawRequest(s3.port, {
      method: 'HEAD',
      target: `/${s3.bucket}/none`,
    });
    expect([status, body]).toEqual([404, '']);
    expect(headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  });

  test.each([
    ['GET', '?acl', 'GetBucketAcl'],
    ['PUT', '?versioning', 'PutBucketVersioning'],
    ['GET', '?versions', 'ListObjectVersions'],
    ['DELETE', '', 'DeleteBucket'],
    ['GET', '/photo?tagging', 'GetObjectTagging'],
    ['POST', '/photo?restore', 'RestoreObject'],
  ])('answers %s %s with the name of the operation that is missing', async (method, path, operation) => {
    const { status, body } = await rawRequest(s3.port, { method, target: `/${s3.bucket}${path}` });
    expect([status, codeIn(body)]).toEqual([501, 'NotImplemented']);
    expect(body).toContain(`The local S3 does not implement ${operation}.`);
  });

  test.each([
    ['PATCH', '/photos/photo'],
    ['POST', '/photos/photo'],
    ['DELETE', '/'],
    ['PROPFIND', '/photos/'],
    ['TRACE', '/photos/photo'],
  ])('says that nobody may %s %s', async (method, target) => {
    const { status, body } = await rawRequest(s3.port, { method, target });
    expect([status, codeIn(body)]).toEqual([405, 'MethodNotAllowed']);
  });
});

describe('an XML body', () => {
  const remove = (document: string | Uint8Array) =>
    rawRequest(s3.port, {
      method: 'POST',
      target: `/${s3.bucket}?delete`,
      headers: { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      body: [document],
    });
  const entity = '<!DOCTYPE Delete [<!ENTITY k "photo">]><Delete><Object><Key>&k;</Key></Object></Delete>';

  test('whose checksum is wrong is refused', async () => {
    expect(codeIn((await remove('<Delete><Object><Key>photo</Key></Object></Delete>')).body)).toBe(
      'BadDigest',
    );
    expect(await keys()).toEqual(['photo']);
  });

  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['no XML', 'hello'],
    ['not closed', '<Delete><Object><Key>photo</Key>'],
    ['crossed', '<Delete><Object></Delete></Object>'],
    ['of another root', '<Remove><Object><Key>photo</Key></Object></Remove>'],
    ['without objects', '<Delete><Quiet>true</Quiet></Delete>'],
    ['that defines entities', entity],
    ['nested too deep', `<Delete>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</Delete>`],
    ['with the name of a prototype', '<Delete><constructor/></Delete>'],
    ['no UTF-8', Buffer.from([0x3c, 0x44, 0xff, 0x3e])],
    ['binary', Buffer.from([0, 1, 2, 3])],
    ...[
      ...['&#1;', '&#0;', '&#x1f;', '&#xd800;', '&#xffff;', '&#x110000;', '&#99999999999;'],
      ...[
        '&nbsp;',
        '&#;',
        '&#x;',
        '&#xg;',
        '&',
        '& ',
        '&amp',
        '\u0001',
        '\ufffe',
        ']]>',
        '<b',
        '</Key',
        '<!-- ',
      ],
    ].map((text): [string, string] => [
      `with the key photo${JSON.stringify(text)}`,
      `<Delete><Object><Key>photo${text}</Key></Object></Delete>`,
    ]),
  ])('%s is malformed', async (_, document) => {
    const answer = await rawRequest(s3.port, {
      method: 'POST',
      target: `/${s3.bucket}?delete`,
      headers: { 'content-md5': contentMd5(document) },
      body: [document],
    });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'MalformedXML']);
    expect(await keys()).toEqual(['photo']);
  });

  // Each took the parsers for everything up to ten seconds, with nobody else served.
  test.each<[string, string]>([
    ['elements', '<a/>'.repeat(800_000)],
    ['brackets', '<'.repeat(3_000_000)],
    ['references', `<Object><Key>${'&lt;'.repeat(800_000)}</Key></Object>`],
  ])('of 3 MB of %s is refused', async (_, content) => {
    const document = `<Delete>${content}</Delete>`;
    const answer = await rawRequest(s3.port, {
      method: 'POST',
      target: `/${s3.bucket}?delete`,
      headers: { 'content-md5': contentMd5(document) },
      body: [document],
    });
    expect([answer.status, codeIn(answer.body)]).toEqual(
      answer.status === 200 ? [200, 'KeyTooLongError'] : [400, 'MalformedXML'],
    );
    expect(await keys()).toEqual(['photo']);
  });

  test('without a checksum is refused', async () => {
    const body = ['<Delete><Object><Key>photo</Key></Object></Delete>'];
    const answer = await rawRequest(s3.port, { method: 'POST', target: `/${s3.bucket}?delete`, body });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'InvalidRequest']);
    expect(await keys()).toEqual(['photo']);
  });

  test('of more than 8 MB is too long', async () => {
    const document = `<Delete>${' '.repeat(9_000_000)}</Delete>`;
    const answer = await rawRequest(s3.port, {
      method: 'POST',
      target: `/${s3.bucket}?delete`,
      headers: { 'content-md5': contentMd5(document) },
      body: [document],
    });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'MaxMessageLengthExceeded']);
  });
});

describe('metadata in raw UTF-8', () => {
  test('is garbled as in the example of AWS’s documentation', async () => {
    const head = `PUT /${s3.bucket}/nonascii HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n`;
    await rawBytes(s3.port, Buffer.from(`${head}x-amz-meta-nonascii: ÄMÄZÕÑ S3\r\n\r\n`));
    const { headers } = await rawRequest(s3.port, { method: 'HEAD', target: `/${s3.bucket}/nonascii` });
    expect(headers['x-amz-meta-nonascii']).toBe('=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=');
    await s3.service.store.deleteObject({ bucket: s3.bucket, key: 'nonascii' });
  });
});

describe('a client that goes away', () => {
  test.each([
    '',
    'content-encoding: aws-chunked\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 100000\r\n',
  ])('in the middle of an upload leaves nothing (%#)', async (headers) => {
    const start = `PUT /${s3.bucket}/half HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}Content-Length: 100000\r\n\r\n`;
    const chunk = headers === '' ? 'x'.repeat(50_000) : `c350\r\n${'x'.repeat(40_000)}`;
    await rawBytes(s3.port, start + chunk, { hangUp: true });
    await expect.poll(incoming, { timeout: 30_000 }).toEqual([]);
    expect(await keys()).toEqual(['photo']);
  });

  test('in the middle of a part leaves nothing', async () => {
    const upload = { key: 'parted', headers: {}, userMetadata: {} };
    const checksum = { algorithm: 'CRC32', type: 'FULL_OBJECT', declared: false } as const;
    const { store } = s3.service;
    const uploadId = await store.createMultipartUpload({ bucket: s3.bucket, ...upload, checksum });
    const target = `/${s3.bucket}/parted?partNumber=1&uploadId=${uploadId}`;
    const start = `PUT ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n`;
    await rawBytes(s3.port, start + 'x'.repeat(50_000), { hangUp: true });
    await expect.poll(incoming, { timeout: 30_000 }).toEqual([]);
    expect(await store.listParts({ bucket: s3.bucket, key: 'parted', uploadId })).toEqual([]);
    await store.abortMultipartUpload({ bucket: s3.bucket, key: 'parted', uploadId });
  });

  test('in the middle of a download disturbs nobody', async () => {
    for (let round = 0; round < 10; round += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(s3.port, '127.0.0.1', () => {
          socket.write(`GET /${s3.bucket}/photo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
        });
        socket.once('data', () => socket.destroy());
        socket.on('close', () => resolve());
      });
    }
    const { status, body } = await rawRequest(s3.port, { target: `/${s3.bucket}/photo` });
    expect([status, body.length]).toEqual([200, 5_000_000]);
  });

  test.skipIf(process.platform !== 'linux')(
    'before its download begins leaves no file open (seen in /proc, which only Linux has)',
    async () => {
      const openObjects = async () => {
        const links = (await readdir('/proc/self/fd')).map((fd) =>
          readlink(`/proc/self/fd/${fd}`).catch(() => ''),
        );
        return (await Promise.all(links)).filter((path) => path.startsWith(s3.folder));
      };
      const intercept = async ({ answer }: Call) => void (await once(answer, 'close'));
      const route = s3Route(s3.service, { callerOf: () => 'operator', intercept });
      const answered = Promise.withResolvers<void>();
      const server = createServer((request, answer) => void route(request, answer).then(answered.resolve));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as AddressInfo;
      await rawBytes(port, `GET /${s3.bucket}/photo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, { hangUp: true });
      await answered.promise;
      await expect.poll(openObjects, { timeout: 10_000 }).toEqual([]);
      server.close();
    },
  );
});

describe('requests at random', () => {
  interface Message {
    line: string;
    headers?: readonly string[];
    body?: string;
  }

  const messages: Message[] = [
    {
      line: 'PUT /photos/fuzz',
      headers: ['x-amz-meta-a: b', 'x-amz-checksum-crc32: NhCmhg==', 'If-None-Match: *'],
      body: 'hallo',
    },
    {
      line: 'PUT /photos/fuzz',
      headers: [
        'Content-Encoding: aws-chunked',
        'x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length: 5',
        'x-amz-trailer: x-amz-checksum-crc32',
      ],
      body: '5\r\nhallo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n',
    },
    {
      line: 'POST /photos?delete',
      headers: ['Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg=='],
      body: '<Delete><Object><Key>photo</Key></Object><Quiet>1</Quiet></Delete>',
    },
    {
      line: 'PUT /fuzzed',
      body: '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>',
    },
    {
      line: 'GET /photos?list-type=2&prefix=a&delimiter=%2F&max-keys=10&continuation-token=abc&encoding-type=url',
    },
    {
      line: 'GET /photos/photo?response-content-type=a',
      headers: ['Range: bytes=0-10', 'If-Match: "abc"', 'If-Modified-Since: Mon, 23 Nov 2026 22:21:54 GMT'],
    },
    {
      line: 'POST /photos/fuzz?uploadId=0123456789abcdef0123456789abcdef',
      body: '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>',
    },
    { line: 'PUT /photos/fuzz?partNumber=1&uploadId=0123456789abcdef0123456789abcdef', body: 'part' },
    {
      line: 'PUT /photos/fuzz',
      headers: [
        'x-amz-copy-source: /photos/none?versionId=null',
        'x-amz-copy-source-if-match: a',
        'x-amz-metadata-directive: COPY',
      ],
    },
    { line: 'HEAD /photos/%2e%2e%2f%2e%2e/photo' },
  ];

  test('end in an answer or a closed connection, and leave nothing half stored', async () => {
    const random = generator(20_261_123);
    for (let round = 0; round < 25; round += 1) {
      const mutants = Array.from({ length: 40 }, () => mutant(random));
      const answers = await Promise.all(mutants.map((bytes) => rawBytes(s3.port, bytes, { patience: 100 })));
      for (const answer of answers) expect(answer).toMatch(/^($|HTTP\/1\.1 (2|3|4|501))/);
    }
    await expect.poll(incoming, { timeout: 30_000 }).toEqual([]);
    expect(await keys()).toContain('photo');
    for (const key of await keys()) {
      const { body, etag, size } = await s3.service.store.getObject({ bucket: s3.bucket, key });
      const bytes = await buffer(body);
      const found = { size: bytes.length, etag: createHash('md5').update(bytes).digest('hex') };
      expect(found).toEqual({ size, etag });
    }
  });

  /** One of the messages with a part of it changed; one in eight with its framing changed, too. */
  function mutant(random: Random): Buffer {
    const { line, headers = [], body = '' } = messages[random(messages.length)]!;
    const parts = [line, body, ...headers];
    for (let change = random(3); change >= 0; change -= 1) {
      const part = random(parts.length);
      parts[part] = changed(parts[part]!, random);
    }
    const [changedLine, changedBody = '', ...changedHeaders] = parts;
    const length = `Content-Length: ${changedBody.length}`;
    const head = [`${changedLine} HTTP/1.1`, 'Host: h', 'Connection: close', ...changedHeaders, length, ''];
    const message = [...head, changedBody].join('\r\n');
    return Buffer.from(random(8) === 0 ? changed(message, random) : message, 'latin1');
  }

  const nasty = [
    '\0',
    '\r\n',
    '\r',
    '%',
    '%00',
    '%ff',
    '..',
    '/',
    '//',
    '?',
    '&',
    '=',
    ':',
    ';',
    '<',
    '>',
    '"',
    ',',
    '*',
    '-',
  ];

  /** A character put in, replaced, cut out or doubled. */
  function changed(text: string, random: Random): string {
    const at = random(text.length + 1);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    const variants = [
      before + nasty[random(nasty.length)] + after,
      before + nasty[random(nasty.length)] + after.slice(1),
      before + String.fromCharCode(random(256)) + after.slice(1),
      before + '9'.repeat(random(30)) + after,
      before + after.slice(random(10)),
      before + after.slice(0, random(20)) + after,
    ];
    return variants[random(variants.length)]!;
  }

  type Random = (below: number) => number;

  /** A linear congruential generator, so that a failure can be had again. */
  function generator(seed: number): Random {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }
});
