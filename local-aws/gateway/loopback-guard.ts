import type { IncomingMessage } from 'node:http';

const ownHost = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i;

/**
 * Why a request is refused before anything reads it, or undefined. The gateway listens on loopback, but a
 * browser on this machine reaches loopback too: a page of any site may send requests there, and with a DNS
 * name that it rebinds to 127.0.0.1 also read the answers.
 */
export function reasonToRefuse(
  { headers, headersDistinct, url }: IncomingMessage,
  port: number,
): string | undefined {
  // Node takes the first, and somebody else may have taken the last.
  const hosts = headersDistinct.host ?? [];
  if (hosts.length > 1) return `Expected one Host, got ${hosts.length}`;
  if (!ownHost.test(headers.host ?? ''))
    return `Expected 127.0.0.1 or localhost as Host, got ${JSON.stringify(headers.host ?? '')}`;

  const ownOrigins = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
  if (headers.origin !== undefined && !ownOrigins.includes(headers.origin))
    return `Expected no Origin but ${ownOrigins.join(' or ')}, got ${JSON.stringify(headers.origin)}`;

  // Without an Origin header, as a page embeds an image of another site.
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return `Expected a request from the page's own site, got Sec-Fetch-Site ${JSON.stringify(site)}`;

  // A proxy's form (http://other/…) names a second host.
  if (!url?.startsWith('/'))
    return `Expected a request target that starts with "/", got ${JSON.stringify(url)}`;
}
