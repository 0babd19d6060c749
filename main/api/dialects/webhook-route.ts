// POST /api/webhooks/image-completion: takes the webhooks of a remote backend. The secret in its header is its token.

import type { FastifyInstance } from 'fastify';
import type { Core } from '../../core.ts';
import type { RateLimits } from '../rate-limits.ts';

export function webhookRoute(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  // Of its own, because the signature is over the body byte for byte.
  app.register(async (own) => {
    own.removeContentTypeParser('application/json');
    own.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    own.post('/api/webhooks/image-completion', { config: { open: true }, onRequest: limits.other }, async (request) => {
      const { payload, isNew } = core.webhooks.receive({
        secret: headerOf(request.headers['x-webhook-secret']),
        signature: headerOf(request.headers['x-tessera-signature']),
        body: typeof request.body === 'string' ? request.body : '',
      });
      return { received: true, job_id: payload.job_id, status: payload.status, duplicate: !isNew };
    });
  });
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
