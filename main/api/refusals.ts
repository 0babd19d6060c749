// How the HTTP door says no: every refusal is a code of the catalogue, with its status and a sentence.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorEnvelope, errorCatalogue, TesseraError, toEnvelope } from '../../shared/errors.ts';

/**
 * Answers a refusal. Calls get the contract's envelope; every other path gets `error` and `code` at the top, which
 * is what the dialects' scripts look for.
 */
export function refuse(request: FastifyRequest, reply: FastifyReply, error: ErrorEnvelope): FastifyReply {
  const body = isCallPath(request.url)
    ? { ok: false, error }
    : {
        error: error.message,
        code: error.code,
        retryable: error.retryable,
        ...(error.details === undefined ? {} : { details: error.details }),
      };
  return reply
    .code(errorCatalogue[error.code].http)
    .headers(challenge(error))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

function isCallPath(url: string): boolean {
  return url.startsWith('/call/');
}

export function challenge(error: ErrorEnvelope): Record<string, string> {
  return error.code === 'UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer realm="tessera"' } : {};
}

/** Someone who may not come in, and why. The route and not the address: an address could hold a token or a name. */
export function logRefusal(request: FastifyRequest, error: ErrorEnvelope, log: (line: string) => void): void {
  const { kind } = errorCatalogue[error.code];
  if (kind !== 'denied' && error.code !== 'RATE_LIMITED') return;
  const why = ['reason', 'header', 'limit']
    .map((name) => error.details?.[name])
    .find((detail) => typeof detail === 'string' || typeof detail === 'number');
  log(
    `refused ${request.method} ${request.routeOptions.url ?? 'of no route'}: ${[error.code, why].join(' ').trimEnd()}`,
  );
}

/** Turns what the framework or a handler threw into the envelope; what it does not know is a bug and is logged. */
export function envelopeOf(thrown: unknown, log: (line: string) => void): ErrorEnvelope {
  if (thrown instanceof TesseraError) return toEnvelope(thrown);
  const error = thrown as Partial<FastifyError>;
  const known = typeof error.code === 'string' ? frameworkErrors[error.code] : undefined;
  if (known !== undefined) return toEnvelope(known());
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return toEnvelope(
      new TesseraError('INVALID_INPUT', 'The request is not well-formed HTTP.', { details: { field: 'request' } }),
    );
  }
  log(`bug in the HTTP door: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  return toEnvelope(thrown);
}

const notJson = () =>
  new TesseraError('INVALID_INPUT', 'The body is not valid JSON. Send one JSON object, encoded as UTF-8.', {
    details: { field: 'body' },
  });

/** Fastify's own errors (docs/Reference/Errors.md there) in the words of our catalogue. */
const frameworkErrors: Readonly<Record<string, () => TesseraError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new TesseraError(
      'REQUEST_TOO_LARGE',
      'The body is larger than is taken here (1 MB, and more where pictures come in). Send less at once.',
      {
        details: { field: 'body' },
      },
    ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new TesseraError('INVALID_INPUT', 'Only JSON is understood here. Send "Content-Type: application/json".', {
      details: { field: 'content-type' },
    }),
  FST_ERR_CTP_INVALID_JSON_BODY: notJson,
  FST_ERR_CTP_EMPTY_JSON_BODY: notJson,
};
