import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ServiceError } from '../../../local-aws/service-error.ts';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    Echo: async (input) => input,
    Refuse: async () => {
      throw new ServiceError('ImageTooLargeException', 'Image size is too large.');
    },
    Break: async () => {
      throw new TypeError('a defect');
    },
  });
});
afterAll(() => gateway.stop());

const signed = {
  authorization: 'AWS4-HMAC-SHA256 Credential=me/20260101/us-east-1/x/aws4_request, Signature=0',
};

async function call(
  target: string,
  { body = '{}' as string | Buffer, headers = {} as Record<string, string> } = {},
) {
  const answer = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.1',
      ...signed,
      ...headers,
    },
    body,
  });
  const answered = (await answer.json()) as Record<string, string>;
  return { status: answer.status, headers: answer.headers, body: answered };
}

describe('a call', () => {
  it('reaches its operation with the body as input, and its output comes back as JSON', async () => {
    const answer = await call('RekognitionService.Echo', { body: '{"CollectionId": "ä"}' });
    expect(answer).toMatchObject({ status: 200, body: { CollectionId: 'ä' } });
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  });

  it('is answered with an id of its own', async () => {
    const ids = [await call('RekognitionService.Echo'), await call('Nobody.Echo')].map(({ headers }) =>
      headers.get('x-amzn-requestid'),
    );
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is answered with the service's error", async () => {
    expect(await call('RekognitionService.Refuse')).toMatchObject({
      status: 400,
      body: { __type: 'ImageTooLargeException', message: 'Image size is too large.' },
    });
  });

  it('is answered with an internal error after a defect, which is logged but not told', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { status, body } = await call('RekognitionService.Break');
    expect({ status, body }).toEqual({
      status: 500,
      body: { __type: 'InternalServerError', message: 'Internal server error' },
    });
    expect(log.mock.calls.flat().map(String).join()).toContain('a defect');
    log.mockRestore();
  });
});

describe('a call is refused', () => {
  it.each([
    'RekognitionService.Nothing',
    'RekognitionService.',
    'RekognitionService.__proto__',
    'RekognitionService',
  ])('for an operation there is not: %s', async (target) => {
    expect(await call(target)).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
  });

  it.each(['Textract.DetectText', 'constructor.Echo', '.Echo', ''])(
    'for a service there is not: %s',
    async (target) => {
      expect(await call(target)).toMatchObject({
        status: 400,
        body: { __type: 'UnknownOperationException' },
      });
    },
  );

  it.each(['', '{', '{"a":}', 'null', '[]', '"text"', '12', '\u0000'])(
    'with a body that is no JSON object: %j',
    async (body) => {
      expect(await call('RekognitionService.Echo', { body })).toMatchObject({
        status: 400,
        body: { __type: 'SerializationException' },
      });
    },
  );

  it.each(['text/plain', 'application/json', 'application/x-amz-json-1.0'])(
    'in another content type: %s',
    async (type) => {
      const answer = await call('RekognitionService.Echo', { headers: { 'content-type': type } });
      expect(answer.body.__type).toBe('UnknownOperationException');
    },
  );

  it('without a signature', async () => {
    const answer = await call('RekognitionService.Echo', { headers: { authorization: '' } });
    expect(answer).toMatchObject({ status: 400, body: { __type: 'MissingAuthenticationTokenException' } });
  });

  it.each([
    ['RekognitionService.Echo', 10],
    ['DynamoDB_20120810.PutItem', 16],
  ])('to %s with more than %i MB', async (target, megabytes) => {
    const body = Buffer.alloc(megabytes * 1024 * 1024 + 1, ' ');
    const answer = await call(target, { body });
    expect(answer.status).toBe(413);
    expect(answer.body.__type).toMatch(/RequestEntityTooLargeException$/);
  });

  it('with more than 10 MB that it did not announce', async () => {
    const body = new Blob([Buffer.alloc(10 * 1024 * 1024 + 1, ' ')]).stream();
    const answer = await fetch(gateway.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'RekognitionService.Echo',
        'content-type': 'application/x-amz-json-1.1',
        ...signed,
      },
      body,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
  });
});

it('what carries no target is for S3', async () => {
  const answer = await fetch(`${gateway.endpoint}/no-such-bucket/key`);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await answer.text()).toContain('<Code>NoSuchBucket</Code>');
});

it('an S3 key keeps its dots and slashes on the way', async () => {
  const s3 = gateway.s3();
  await s3.putObject({ Bucket: 'photos', Key: 'a/../b//c', Body: 'here' });
  const { Contents } = await s3.listObjectsV2({ Bucket: 'photos' });
  expect(Contents?.map(({ Key }) => Key)).toEqual(['a/../b//c']);
});

describe('a body that would keep a parser busy for seconds', () => {
  const megabytes = 4;
  const times = (text: string) => text.repeat((megabytes * 1_000_000) / text.length / 2);
  const hostile: [string, string][] = [
    ['nested arrays', `{"a":${times('[')}${times(']')}}`],
    ['nested objects', `${times('{"a":')}1${times('}')}`],
    ['keys', `{${Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
    ['objects', `{"a":[${times('{},')}1]}`],
    ['numbers', `{"a":[${times('1,')}1]}`],
  ];

  it.each(hostile)('of %s is refused', async (_, body) => {
    const json = { status: 400, body: { __type: 'SerializationException' } };
    expect(await call('RekognitionService.Echo', { body })).toMatchObject(json);
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-date': '20260101T000000Z' };
    const dynamodb = await call('DynamoDB_20120810.PutItem', { body, headers });
    expect(dynamodb).toMatchObject({
      status: 400,
      body: { __type: expect.stringMatching(/#ValidationException$/) },
    });
  });

  it('is taken when it is only long, whatever is in its strings', async () => {
    const text = `${'{["\\'.repeat(500_000)}\n`;
    const answer = await call('RekognitionService.Echo', { body: JSON.stringify({ text }) });
    expect(answer).toMatchObject({ status: 200, body: { text } });
  });
});
