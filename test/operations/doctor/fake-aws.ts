import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** JSON; or XML, for S3 and the services with a query protocol; or an error. */
export type Answer = object | string | ApiError;

/** An error as an AWS service answers it. */
export class ApiError {
  readonly code: string;
  readonly message: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    this.code = code;
    this.message = message;
    this.status = status;
  }
}

export interface FakeAws {
  readonly endpoint: string;
  /** The operations asked for so far, in their order. */
  readonly asked: string[];
  /** `eu-west-1 MatchFaces`: the stacks that were described, with the Region in which. */
  readonly stacks: string[];
  close(): Promise<void>;
}

/** Answers any AWS service's calls by the name of their operation, in the wire format of the service. */
export async function startFakeAws(answers: Readonly<Record<string, Answer>>): Promise<FakeAws> {
  const asked: string[] = [];
  const stacks: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const operation = operationOf(request, body);
    asked.push(operation);
    if (operation === 'DescribeStacks') {
      const [, region] = /Credential=[^/]+\/\d+\/([\w-]+)/.exec(request.headers.authorization ?? '') ?? [];
      stacks.push(`${region} ${new URLSearchParams(body).get('StackName')}`);
    }
    const answer = answers[operation] ?? new ApiError('NotAnswered', `Expected an answer for ${operation}`);
    const isXml = typeof answer === 'string' || !isJson(request);
    response.setHeader('content-type', isXml ? 'text/xml' : 'application/json');
    if (answer instanceof ApiError) {
      response.setHeader('x-amzn-errortype', answer.code);
      response.writeHead(answer.status).end(isXml ? errorXml(request, answer) : errorJson(answer));
    } else response.end(isXml ? answer : JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stacks,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Lambda answers JSON, and S3 XML; the others name their operation in a header or in a form. */
const isJson = ({ headers, url = '' }: IncomingMessage): boolean =>
  headers['x-amz-target'] !== undefined || url.startsWith('/20');

function operationOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const operation = String(target).split('.')[1]!;
    // Of two machines this is the other one.
    const ofReprocess = operation === 'DescribeStateMachine' && body.includes(':ReprocessPhotos"');
    return ofReprocess ? `${operation} ReprocessPhotos` : operation;
  }
  if (/^\/20.*account-settings/.test(url)) return 'GetAccountSettings';
  if (/^\/20.*event-source-mappings/.test(url)) return 'ListEventSourceMappings';
  if (/^\/20.*configuration$/.test(url)) return 'GetFunctionConfiguration';
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  const of = (name: string) => `${name} ${pathname.split('/')[1]}`;
  if (searchParams.has('location')) return of('GetBucketLocation');
  if (searchParams.has('notification')) return of('GetBucketNotification');
  if (searchParams.has('encryption')) return of('GetBucketEncryption');
  return `${url}`;
}

const errorJson = ({ code, message }: ApiError) => JSON.stringify({ __type: code, message });

function errorXml({ method }: IncomingMessage, { code, message }: ApiError): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return method === 'POST' ? `<ErrorResponse>${error}</ErrorResponse>` : error;
}
