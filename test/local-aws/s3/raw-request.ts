import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface RawRequest {
  method?: string;
  /** The request target exactly as it goes over the wire. */
  target: string;
  headers?: Record<string, string>;
  /** In pieces, each of which is sent by itself. */
  body?: readonly (string | Uint8Array)[];
}

/** An HTTP request with nothing added but `Host`, `Connection` and, when neither length is given, `Content-Length`. */
export function rawRequest(port: number, { method = 'GET', target, headers = {}, body = [] }: RawRequest) {
  const length = body.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const given = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
  const framing = given || body.length === 0 ? {} : { 'content-length': String(length) };
  return new Promise<RawAnswer>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: target, headers: { ...headers, ...framing } };
    const outgoing = request({ ...options, agent: false }, async (incoming) => {
      const pieces: Buffer[] = [];
      for await (const piece of incoming) pieces.push(piece);
      const { statusCode = 0, headers } = incoming;
      resolve({ status: statusCode, headers, body: Buffer.concat(pieces).toString() });
    });
    outgoing.on('error', reject);
    outgoing.setNoDelay(true);
    for (const piece of body) outgoing.write(piece);
    outgoing.end();
  });
}

export interface RawConnection {
  /** Go away as soon as everything is sent. */
  hangUp?: boolean;
  /** Milliseconds of silence to go away after: what a server says nothing to may be the beginning of a request. */
  patience?: number;
}

/** Sends bytes that need not be HTTP, and gives what comes back until the connection is closed. */
export function rawBytes(
  port: number,
  bytes: string | Uint8Array,
  { hangUp = false, patience = 0 }: RawConnection = {},
) {
  return new Promise<string>((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes, () => hangUp && socket.destroy());
    });
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (piece) => pieces.push(piece));
    // A reset is one of the ways the connection may end.
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(pieces).toString()));
  });
}

/** The `<Code>` of an S3 error document. */
export const codeIn = (body: string) => /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
