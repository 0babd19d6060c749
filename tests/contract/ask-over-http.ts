// One HTTP request with full freedom over its headers: fetch would not let a test lie about Host.

import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  json(): unknown;
}

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when a string or bytes, otherwise as JSON. */
  readonly body?: unknown;
  /** null sends none; left out, the studio's own token with every scope. */
  readonly token?: string | null;
  readonly host?: string;
}

export function askOverHttp(ask: Ask, studio: { port: number; token: string }): Promise<Answer> {
  const token = ask.token === undefined ? studio.token : ask.token;
  const body = bodyOf(ask.body);
  const headers: Record<string, string> = {
    ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(ask.host === undefined ? {} : { host: ask.host }),
    ...ask.headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: studio.port, method: ask.method ?? 'GET', path: ask.path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text,
            json: () => JSON.parse(text),
          });
        });
      },
    );
    // The server may answer and hang up before a large body was sent in full.
    request.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    request.end(body ?? undefined);
  });
}

function bodyOf(body: unknown): string | Buffer | null {
  if (body === undefined) return null;
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}
