import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { reasonToRefuse } from '@match-faces/local-aws/gateway/loopback-guard.ts';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from './refusal.ts';

export interface Environment {
  Bindings: HttpBindings;
}

/**
 * Lets in only the page of this server. What a server on loopback has to refuse is said once, for this one and the
 * local cloud's; besides, what changes something must say that it comes from the page.
 */
export const guard = createMiddleware<Environment>(async ({ env: { incoming } }, next) => {
  const reason = reasonToRefuse(incoming, incoming.socket.localPort ?? 0) ?? reasonToRefuseChange(incoming);
  if (reason === undefined) return next();
  throw new Refusal(403, 'ForeignRequest', {
    message: reason,
    whatToDo: 'Open the address that the console printed when it started, in this machine’s browser.',
  });
});

function reasonToRefuseChange({ method, headers }: IncomingMessage): string | undefined {
  if (method === 'GET' || method === 'HEAD' || headers.origin !== undefined) return undefined;
  // A browser always sends it with these methods.
  return `Expected an Origin with ${method}, got none`;
}

/**
 * Everything only from this server, and nothing inline. Styles that React and Cloudscape set at run time go through
 * the DOM, which the policy does not concern.
 */
export const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // There is no TLS on loopback.
  strictTransportSecurity: false,
});
