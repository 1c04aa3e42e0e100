import { glob, readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { functions } from '../../../lambdas/functions.ts';
import { requestHandler, withNamedErrors } from '../../../lambdas/shared/clients/client-settings.ts';
import { readPhoto } from '../../../lambdas/shared/photo-object.ts';
import { awsSettings, createClients } from '../../../operations/connect/clients.ts';

/** Milliseconds, in place of the deployed seconds. */
const socketTimeout = 300;
const body = Buffer.alloc(400_000, 7);

let close = () => {};
afterEach(() => close());

/** Reads a photo from an S3 that sends the first part of a body, and goes on as `send` does. */
async function readFrom(send: (response: ServerResponse, rest: Buffer) => void) {
  const server = createServer((_, response) => {
    response.writeHead(200, {
      etag: '"e"',
      'last-modified': new Date(0).toUTCString(),
      'content-length': body.length,
    });
    response.write(body.subarray(0, 150_000));
    send(response, body.subarray(150_000));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const s3 = withNamedErrors(
    new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
      requestHandler: { ...requestHandler, socketTimeout },
    }),
  );
  close = () => {
    s3.destroy();
    server.closeAllConnections();
    server.close();
  };
  return readPhoto(s3, { bucket: 'bucket', key: 'photos-raw/x.jpg', etag: 'e' });
}

test('a body that stops on its way ends as a TimeoutError, which is retried', async () => {
  await expect(readFrom(() => {})).rejects.toMatchObject({
    name: 'ServiceFault',
    message: expect.stringMatching(/^TimeoutError of S3 GetObject: /),
    cause: { name: 'TimeoutError' },
  });
});

test('a slow body that moves is read to its end, however long it takes', async () => {
  const pieces = 8;
  const { bytes } = await readFrom((response, rest) => {
    let sent = 0;
    // Each pause is far below the patience, all of them together above it.
    const timer = setInterval(() => {
      const piece = rest.subarray((sent * rest.length) / pieces, ((sent + 1) * rest.length) / pieces);
      sent += 1;
      if (sent < pieces) response.write(piece);
      else {
        clearInterval(timer);
        response.end(piece);
      }
    }, socketTimeout / 5);
  });
  expect(bytes.equals(body)).toBe(true);
});

test('every client has an end to its patience, and a function ends later than its calls', async () => {
  const timeoutOf = async (config: { requestHandler: { httpHandlerConfigs(): object } }) =>
    (config.requestHandler.httpHandlerConfigs() as { socketTimeout?: number }).socketTimeout;
  const {
    s3,
    sfn,
    rekognition,
    photos,
    close: letGo,
  } = createClients({ region: 'us-east-1', bucketOwner: '000000000000' });
  for (const { config } of [s3, sfn, rekognition, photos]) {
    // The handler reads its settings with the first request.
    await config.requestHandler.handle({} as never).catch(() => {});
    expect(await timeoutOf(config as never)).toBeLessThanOrEqual(60_000);
  }
  letGo();
  expect(awsSettings({}).requestHandler.socketTimeout).toBeLessThanOrEqual(60_000);
  for (const { timeoutSeconds } of Object.values(functions)) {
    // The SDK begins to count after three seconds.
    expect(requestHandler.socketTimeout + 3_000).toBeLessThan(1000 * timeoutSeconds);
  }
});

test('commands and console make no client of their own settings', async () => {
  const files = await Array.fromAsync(
    glob('{operations,cli,console}/**/*.ts', { exclude: ['**/node_modules/**'] }),
  );
  const made = await Promise.all(
    files.map(async (file) =>
      [...(await readFile(file, 'utf8')).matchAll(/new (\w+Client)\((\w*)/g)].map(
        ([, client, settings]) => `${file}: ${client} of ${settings}`,
      ),
    ),
  );
  expect(made.flat().length).toBeGreaterThan(8);
  // `settingsOf` is awsSettings of what a check is connected to.
  const known = /: \w+ of (awsSettings|settingsOf)$|^operations\/connect\/clients\.ts: \w+ of settings$/;
  expect(made.flat().filter((client) => !known.test(client))).toEqual([]);
});
