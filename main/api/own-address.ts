// Which Host and Origin a request may name: only our own loopback address. Keeps out other web pages and DNS rebinding.

import { TesseraError } from '../../shared/errors.ts';

/**
 * The names of this machine that no resolver can point elsewhere. `localhost` is among them because browsers and
 * systems answer it themselves (RFC 6761, section 6.3); any other name could be rebound to 127.0.0.1.
 */
const loopbackNames = ['127.0.0.1', '[::1]', 'localhost'] as const;

/** Throws FORBIDDEN unless the request was sent to our own address and, if by a web page, by our own page. */
export function refuseForeignAddress(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  port: number,
): void {
  const host = headers.host?.toLowerCase();
  if (host === undefined || !loopbackNames.some((name) => host === `${name}:${port}`)) {
    throw new TesseraError(
      'FORBIDDEN',
      `This API answers at http://127.0.0.1:${port} only; the Host header names another.`,
      {
        details: { header: 'host' },
      },
    );
  }
  // A page of another origin, and "null" of a sandboxed or file: page, has no business here.
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${host}`) {
    throw new TesseraError('FORBIDDEN', 'Web pages of other origins may not use this API.', {
      details: { header: 'origin' },
    });
  }
}
