// Mints, lists, revokes and checks the tokens of the local API: JSON Web Tokens under a key of this installation.

import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Access } from '../../shared/contract/call.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TokenRecord, TokenTable } from '../store/token-table.ts';
import { signingKey } from './signing-key.ts';

/** What a token may be good for. The desktop of the person at the window is never among it. */
export type TokenScope = Exclude<Access, 'desktop'>;
export const tokenScopes: readonly TokenScope[] = ['read', 'write', 'admin'];

/** Enough for scripts that make pictures; tokens, settings and models on disk need `admin` asked for by name. */
const defaultScopes: readonly TokenScope[] = ['read', 'write'];

const issuer = 'tessera';

const Claims = z.object({
  sub: z.string(),
  jti: z.string(),
  exp: z.number(),
  scope: z.string(),
});

export interface VerifiedToken {
  readonly jti: string;
  readonly name: string;
  readonly access: ReadonlySet<Access>;
  readonly expiresAt: Date;
}

export interface TokenService {
  /** The token itself is given out here and nowhere else. */
  create(options: {
    name: string;
    expiresInSeconds: number;
    scopes?: readonly TokenScope[] | undefined;
  }): Promise<{ token: string; info: TokenRecord }>;
  /** Newest first. */
  list(): readonly TokenRecord[];
  /** Throws TOKEN_NOT_FOUND. */
  revoke(jti: string): TokenRecord;
  /** Throws UNAUTHENTICATED with a sentence that says what is wrong with the token and never the token itself. */
  verify(token: string | null): Promise<VerifiedToken>;
}

export function createTokenService(options: {
  home: string;
  table: TokenTable;
  clock: () => number;
  newId: () => string;
}): TokenService {
  const { home, table, clock, newId } = options;
  let key: Uint8Array | null = null;
  // Read at first use: most starts of the app never speak to the API.
  const signing = () => (key ??= signingKey(home));

  return {
    async create({ name, expiresInSeconds, scopes = defaultScopes }) {
      const now = Math.floor(clock() / 1000);
      const expires = now + expiresInSeconds;
      const jti = newId();
      const token = await new SignJWT({ scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(name)
        .setJti(jti)
        .setIssuedAt(now)
        .setExpirationTime(expires)
        .sign(signing());
      const info = {
        jti,
        name,
        createdAt: new Date(clock()).toISOString(),
        expiresAt: new Date(expires * 1000).toISOString(),
        revokedAt: null,
      };
      table.insert(info);
      return { token, info };
    },

    list: () => table.list(),

    revoke(jti) {
      table.revoke(jti, new Date(clock()).toISOString());
      const info = table.get(jti);
      if (info === null) {
        throw new TesseraError('TOKEN_NOT_FOUND', 'There is no token with this id. `tessera token list` shows them.', {
          details: { field: 'jti' },
        });
      }
      return info;
    },

    async verify(token) {
      if (token === null || token === '') {
        throw refusal('missing', 'No token was sent. Send "Authorization: Bearer <token>".');
      }
      const claims = await verifiedClaims(token, signing(), clock());
      const record = table.get(claims.jti);
      if (record === null) throw refusal('unknown', 'The token is not known to this installation. Make a new one.');
      if (record.revokedAt !== null) {
        throw refusal('revoked', 'The token was revoked. Make a new one.');
      }
      const granted = claims.scope.split(' ');
      return {
        jti: claims.jti,
        name: claims.sub,
        access: new Set<Access>(tokenScopes.filter((scope) => granted.includes(scope))),
        expiresAt: new Date(claims.exp * 1000),
      };
    },
  };
}

async function verifiedClaims(token: string, key: Uint8Array, nowMs: number): Promise<z.infer<typeof Claims>> {
  refuseOtherAlgorithms(token);
  try {
    // Naming the one algorithm is what keeps `alg: none` and key confusion out.
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer, currentDate: new Date(nowMs) });
    return Claims.parse(payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refusal('expired', 'The token has expired. Make a new one.', error);
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      throw refusal('signature', 'The token was not signed by this installation. Make one here.', error);
    }
    throw malformed(error);
  }
}

function refuseOtherAlgorithms(token: string): void {
  let algorithm: string | undefined;
  try {
    algorithm = decodeProtectedHeader(token).alg;
  } catch (error) {
    throw malformed(error);
  }
  if (algorithm === 'none') throw refusal('unsigned', 'The token carries no signature (alg none). Make one here.');
  if (algorithm !== 'HS256') {
    throw refusal('algorithm', 'The token is signed in a way that is not accepted here; only HS256 is.');
  }
}

function malformed(cause: unknown): TesseraError {
  return refusal(
    'malformed',
    'What was sent is not a token of Tessera. Copy it again, whole and without spaces.',
    cause,
  );
}

/** `reason` is for programs; the sentence is for people. jose's own errors stay behind as the cause. */
function refusal(reason: string, message: string, cause?: unknown): TesseraError {
  return new TesseraError('UNAUTHENTICATED', message, {
    details: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}
