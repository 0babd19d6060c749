// GET /health: whether the studio works. Open to all, so it says that and the version, and nothing about the machine.

import type { FastifyInstance } from 'fastify';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import type { RateLimits } from './rate-limits.ts';
import { calls } from '../../shared/contract/index.ts';

export function healthRoute(app: FastifyInstance, { core, limits }: { core: Core; limits: RateLimits }): void {
  app.get('/health', { config: { open: true }, onRequest: limits.other }, async () => {
    const result = await core.dispatch('system.health', {}, { door: 'http', access: new Set(['read']) });
    if (!result.ok) throw new TesseraError(result.error.code, result.error.message);
    const { status, version } = calls['system.health'].output.parse(result.value);
    return { status, version };
  });
}
