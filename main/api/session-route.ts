// POST /session: trades a bearer token for a cookie, so that a page in a browser can load pictures and events.

import type { FastifyInstance } from 'fastify';
import { bearerToken, callerBehind, sessionCookieName } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';

export function sessionRoute(app: FastifyInstance, { limits, port }: { limits: RateLimits; port: () => number }): void {
  app.post('/session', { onRequest: limits.other }, async (request, reply) => {
    const caller = callerBehind(request);
    const token = bearerToken(request.headers.authorization);
    if (token !== null) {
      // HttpOnly keeps it from scripts, Strict from other sites. There is no Secure: loopback has no TLS.
      const attributes = `Path=/; HttpOnly; SameSite=Strict; Expires=${caller.expiresAt.toUTCString()}`;
      void reply.header('set-cookie', `${sessionCookieName(port())}=${token}; ${attributes}`);
    }
    return { access: [...caller.access], expiresAt: caller.expiresAt.toISOString() };
  });
}
