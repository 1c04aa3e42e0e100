import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rawBytes } from '../s3/raw-request.ts';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest({ Echo: async (input) => input });
});
afterAll(() => gateway.stop());

/** What comes back; nothing for what is still the beginning of a request after a while of silence. */
const send = (bytes: string) => rawBytes(gateway.port, Buffer.from(bytes, 'latin1'), { patience: 250 });

const sound = {
  rekognition:
    'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n' +
    'X-Amz-Target: RekognitionService.Echo\r\nAuthorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e\r\n' +
    'Content-Length: 25\r\n\r\n{"CollectionId":"people"}',
  dynamodb:
    'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.0\r\n' +
    'X-Amz-Target: DynamoDB_20120810.GetItem\r\nX-Amz-Date: 20260101T000000Z\r\n' +
    'Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f\r\n' +
    'Content-Length: 52\r\n\r\n{"TableName":"Photos","Key":{"photoId":{"S":"one"}}}',
  s3:
    'PUT /photos/a%20b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
    'X-Amz-Decoded-Content-Length: 4\r\nContent-Encoding: aws-chunked\r\n' +
    'X-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n\r\n' +
    'e\r\n4\r\nface\r\n0\r\n\r\n\r\n0\r\n\r\n',
};

/** The same numbers from 0 up to 1 in every run. */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const awkward = [
  '\0',
  '\r\n',
  '\r\n\r\n',
  '"',
  '{',
  '}',
  '%',
  '%ff',
  '..',
  '\\',
  ':',
  ' ',
  '-1',
  '99999999999',
  'ÿ',
];

/** Takes a piece out, puts something awkward in, doubles a piece, or cuts the rest off. */
function spoil(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 8);
  const [head, piece, tail] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  const ways = [
    () => head + tail,
    () => head + awkward[Math.floor(random() * awkward.length)] + piece + tail,
    () => head + piece + piece + tail,
    () => head,
  ];
  return ways[Math.floor(random() * ways.length)]!();
}

it.each(Object.keys(sound) as (keyof typeof sound)[])(
  'no spoilt request to %s ends the process, and each is answered or refused',
  async (service) => {
    // A client that breaks off in the middle is no defect; a message here is.
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const random = numbers(20_261_123);
    for (let round = 0; round < 8; round += 1) {
      const spoilt = Array.from({ length: 40 }, () => spoil(spoil(sound[service], random), random));
      const answers = await Promise.all(spoilt.map(send));
      for (const answer of answers) expect(answer === '' || /^HTTP\/1\.1 [1-5]\d\d /.test(answer)).toBe(true);
    }
    expect(log.mock.calls.map((call) => call.map(String).join(' '))).toEqual([]);
    log.mockRestore();
    expect(await rawBytes(gateway.port, sound[service])).toMatch(/^HTTP\/1\.1 200 /);
  },
);

it('noise is refused', async () => {
  const random = numbers(7);
  for (let round = 0; round < 20; round += 1) {
    const noise = String.fromCharCode(...Array.from({ length: 300 }, () => random() * 256));
    expect(await send(noise)).toMatch(/^(HTTP\/1\.1 400 |$)/);
  }
});

it('headers without end are refused', async () => {
  const answer = await send(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});
