// POST /call/<name>: the contract over HTTP, one route per call.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CallName, calls } from '../../shared/contract/index.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import type { RateLimits } from './rate-limits.ts';
import { refuse } from './refusals.ts';

/** The calls that make the engine draw. */
const generating: ReadonlySet<string> = new Set<CallName>([
  'generation.submit',
  'generation.retry',
  'lineage.rerun',
  'lineage.verify',
]);

export function callRoutes(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  for (const name of Object.keys(calls)) {
    app.post(
      `/call/${name}`,
      { onRequest: generating.has(name) ? limits.generation : limits.other },
      (request, reply) => answer(name, request, reply),
    );
  }
  // Dispatch knows best how to say that there is no such call.
  app.post<{ Params: { name: string } }>('/call/:name', { onRequest: limits.other }, (request, reply) =>
    answer(request.params.name, request, reply),
  );

  async function answer(name: string, request: FastifyRequest, reply: FastifyReply) {
    // No body at all means a call that takes nothing.
    const result = await core.dispatch(name, request.body ?? {}, {
      door: 'http',
      access: callerBehind(request).access,
    });
    return result.ok ? result : refuse(request, reply, result.error);
  }
}
