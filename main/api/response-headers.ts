// Headers on every answer: what a browser may do with it, which is as little as possible.

import type { FastifyInstance } from 'fastify';

/** The window's own policy (DESIGN: the interface is one and the same), as a header so that no page can lack it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // Without these a page on another port of this machine could embed pictures or keep a handle on our window.
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

export function sendSafeHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(headers);
  });
  app.addHook('onSend', async (_request, reply) => {
    // Answers are about this moment; routes whose answer keeps say so themselves.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
}

/** For answers that leave the framework, as event streams do. */
export function safeHeaders(): Readonly<Record<string, string>> {
  return headers;
}
