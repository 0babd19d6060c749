// Serves the built page as the studio does, under the same policy.

import { createReadStream, existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

export function serveBuiltPage(path: string, response: ServerResponse): void {
  const file = join(page, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(page) || !existsSync(file)) return notFound(response);
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
  });
  createReadStream(file).pipe(response);
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404);
  response.end();
}
