// Requests that never became ones: too slow, too long a head, or no HTTP at all. Answered in our words, and hung up on.

import type { Socket } from 'node:net';

/** A request that takes longer to arrive comes from a broken client or one that wants to hold the door open. */
const usualPatienceMs = 30_000;
/** Node looks for late ones only now and then: often enough that the timeout means what it says. */
const looksPerTimeout = 10;

/** For the constructor of the server: one that is told later keeps a longer patience with bodies. */
export function patience(requestTimeoutMs = usualPatienceMs) {
  return {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / looksPerTimeout,
  };
}

const refusals: Readonly<Record<string, readonly [status: string, sentence: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time. Send it again, at once.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers of the request are too long.'],
};

export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, sentence] = refusals[error.code ?? ''] ?? ['400 Bad Request', 'The request is not well-formed HTTP.'];
  const body = JSON.stringify({ error: sentence, code: 'INVALID_INPUT', details: { field: 'request' } });
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}
