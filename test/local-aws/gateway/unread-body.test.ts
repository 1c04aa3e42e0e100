import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  gateway = await startGatewayUnderTest({ DetectFaces: async () => ({}) });
});
afterAll(async () => {
  agent.destroy();
  await gateway.stop();
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
}

const send = (sent: Sent, body?: Buffer) =>
  new Promise<[status: number, body: string]>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: gateway.port, agent, ...sent }, (incoming) => {
      text(incoming).then((answered) => resolve([incoming.statusCode!, answered]), reject);
    });
    outgoing.on('error', reject).end(body);
  });

const detectFaces = {
  'x-amz-target': 'RekognitionService.DetectFaces',
  'content-type': 'application/x-amz-json-1.1',
  authorization: 'AWS4-HMAC-SHA256 Credential=operator/20261128/us-east-1/rekognition/aws4_request',
};

test.each<[string, number, Sent]>([
  ['an object for no bucket', 404, { method: 'PUT', path: '/nowhere/photo' }],
  [
    'a document that is too long',
    400,
    { method: 'POST', path: '/photos?delete', headers: { 'content-md5': 'rL0Y20zC+Fzt72VPzMSk2A==' } },
  ],
  ['a request that is too long', 413, { method: 'POST', path: '/', headers: detectFaces }],
])(
  '%s is refused (%i) before it is read, and its connection takes the next request',
  async (_, status, sent) => {
    const [refused] = await send(sent, Buffer.alloc(30_000_000, 'x'));
    expect(refused).toBe(status);
    expect(await send({ method: 'HEAD', path: '/photos' })).toEqual([200, '']);
  },
);
