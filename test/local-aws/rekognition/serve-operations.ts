import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { JsonService } from '../../../local-aws/gateway/json-protocol.ts';
import { asServiceError, ServiceError } from '../../../local-aws/service-error.ts';

/** Puts a service on a port of loopback as an SDK expects it, with nothing else of the gateway. */
export async function serveOperations(service: JsonService) {
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', service.contentType);
    try {
      const [prefix, name] = String(request.headers['x-amz-target']).split('.');
      const operation = prefix === service.targetPrefix ? service.operations[name!] : undefined;
      if (!operation) throw new ServiceError('UnknownOperationException', `No operation ${prefix}.${name}`);
      response.end(JSON.stringify(await operation((await json(request)) as Record<string, unknown>)));
    } catch (error) {
      const { name, message, status } = asServiceError(error);
      response.statusCode = status;
      response.end(JSON.stringify({ __type: name, message }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
