// GET /api/openapi.json, /api/docs and /api/redoc: what the local API offers, for programs and for people. Open to all.

import type { FastifyInstance } from 'fastify';
import type { Dialect } from './dialects/endpoint.ts';
import { docsPage, docsStyle } from './docs-page.ts';
import { tryOutScript } from './docs-try-out.ts';
import { openApiDocument } from './openapi.ts';

export function documentRoutes(
  app: FastifyInstance,
  { version, dialects }: { version: string; dialects: readonly Dialect[] },
): void {
  // Made at the first question: most starts never ask.
  let made: { json: string; page: string; reading: string } | null = null;
  const documents = () => {
    if (made === null) {
      const document = openApiDocument({ version, dialects });
      made = {
        json: JSON.stringify(document),
        page: docsPage(document, 'interactive'),
        reading: docsPage(document, 'reading'),
      };
    }
    return made;
  };
  const open = { config: { open: true } };
  app.get('/api/openapi.json', open, (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(documents().json),
  );
  app.get('/api/docs', open, (_request, reply) => reply.type('text/html; charset=utf-8').send(documents().page));
  app.get('/api/redoc', open, (_request, reply) => reply.type('text/html; charset=utf-8').send(documents().reading));
  app.get('/api/docs.js', open, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(tryOutScript));
  app.get('/api/docs.css', open, (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle));
}
