// Who is asking: a script with a bearer token, or a page of our own with the session cookie it traded a token for.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../../shared/contract/call.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';

export interface Caller {
  /** `session` is a page in a browser; its person is at this machine, so its reads are not counted. */
  readonly kind: 'token' | 'session';
  readonly jti: string;
  readonly access: ReadonlySet<Access>;
  readonly expiresAt: Date;
  /** Throws UNAUTHENTICATED once the token has expired or was revoked: for streams that outlive their request. */
  stillWelcome(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Set on the few routes that ask for no token; whoever forgets it gets a closed door, not an open one. */
    open?: boolean;
  }
}

/** Cookies do not tell ports apart, so two studios on one machine need names of their own. */
export function sessionCookieName(port: number): string {
  return `tessera_session_${port}`;
}

export function authenticateEveryRequest(app: FastifyInstance, core: Core, port: () => number): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.open === true) return;
    request.caller = await callerOf(request, core, port());
  });
}

/** The caller of a route that is not open. */
export function callerBehind(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error(`${request.url} is open and has no caller`);
  return request.caller;
}

async function callerOf(request: FastifyRequest, core: Core, port: number): Promise<Caller> {
  const bearer = bearerToken(request.headers.authorization);
  const cookie = bearer === null ? cookieValue(request.headers.cookie, sessionCookieName(port)) : null;
  // SameSite counts every port of this machine as the same site; the browser's own word tells them apart.
  const site = request.headers['sec-fetch-site'];
  if (cookie !== null && site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new TesseraError('FORBIDDEN', 'Web pages of other origins may not use this API.', {
      details: { header: 'sec-fetch-site' },
    });
  }
  const token = bearer ?? cookie;
  const { jti, access, expiresAt } = await core.tokens.verify(token);
  return {
    kind: bearer === null ? 'session' : 'token',
    jti,
    access,
    expiresAt,
    async stillWelcome() {
      await core.tokens.verify(token);
    },
  };
}

/** The token of an Authorization header; null without one. Throws UNAUTHENTICATED for another scheme. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined) return null;
  const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (token === undefined) {
    throw new TesseraError(
      'UNAUTHENTICATED',
      'The Authorization header is malformed. Send "Authorization: Bearer <token>".',
      {
        details: { reason: 'malformed' },
      },
    );
  }
  return token;
}

function cookieValue(header: string | undefined, name: string): string | null {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? null;
}
