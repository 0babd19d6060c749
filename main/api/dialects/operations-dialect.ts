// Operations: the log of a job, what the studio holds, and how every part of it is, each probed now.

import { z } from 'zod';
import type { Network } from '../../network/network.ts';
import { JobId } from '../../../shared/domain/ids.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { type Dialect, endpoint, say } from './endpoint.ts';
import { healthEndpoint } from './health.ts';
import { plainRefusal } from './plain-refusal.ts';

const ServiceStatus = z.strictObject({
  status: z.enum(['ok', 'idle', 'degraded', 'down', 'not_configured']),
  message: z.string(),
  latency_ms: z.number().nonnegative().nullable(),
});

const Detailed = z.strictObject({
  status: z.enum(['healthy', 'degraded']),
  services: z.strictObject({
    database: ServiceStatus,
    storage: ServiceStatus,
    engine: ServiceStatus,
    ollama: ServiceStatus,
    comfyui: ServiceStatus,
  }),
  uptime_seconds: z.number().nonnegative(),
  memory_usage_mb: z.number().nonnegative(),
});

const Stats = z.strictObject({
  total_projects: z.int().nonnegative(),
  total_shots: z.int().nonnegative(),
  active_jobs: z.int().nonnegative(),
  completed_jobs_today: z.int().nonnegative(),
  storage_used_mb: z.number().nonnegative(),
  total_images: z.int().nonnegative(),
  queued_jobs: z.int().nonnegative(),
  failed_jobs: z.int().nonnegative(),
});

const Logs = z.strictObject({
  logs: z.array(z.string()),
  total_lines: z.int().nonnegative(),
  message: z.string().optional(),
});

export const operationsDialect: Dialect = {
  tag: 'operations',
  description: 'Logs, numbers, and the health of every part.',
  refusal: plainRefusal,
  endpoints: [
    healthEndpoint,
    endpoint({
      method: 'GET',
      path: '/api/jobs/{id}/logs',
      id: 'jobs.logs',
      summary: 'The last lines of what a job did.',
      params: z.strictObject({ id: JobId }),
      query: z.strictObject({ lines: z.coerce.number().int().min(1).max(10_000).default(100) }),
      answers: { 200: { description: 'The lines; none for a job nobody knows.', schema: Logs } },
      async handle({ params, query }, door) {
        try {
          const { logs, totalLines } = await door.call('generation.logs', { id: params.id, lines: query.lines });
          if (totalLines > 0) return say(200, { logs, total_lines: totalLines });
        } catch (error) {
          if (!(error instanceof TesseraError) || error.code !== 'JOB_NOT_FOUND') throw error;
        }
        return say(200, { logs: [], total_lines: 0, message: 'No logs found' });
      },
    }),
    endpoint({
      method: 'GET',
      path: '/api/stats',
      id: 'stats',
      summary: 'What the studio holds and does.',
      answers: { 200: { description: 'The numbers, as of now.', schema: Stats } },
      async handle(_asked, door) {
        const stats = await door.call('system.stats', {});
        return say(200, {
          total_projects: stats.projects,
          total_shots: stats.shots,
          active_jobs: stats.activeJobs,
          completed_jobs_today: stats.completedToday,
          storage_used_mb: stats.storageBytes / 1024 / 1024,
          total_images: stats.images,
          queued_jobs: stats.queuedJobs,
          failed_jobs: stats.failedJobs,
        } satisfies z.infer<typeof Stats>);
      },
    }),
    endpoint({
      method: 'GET',
      path: '/api/health/detailed',
      id: 'health.detailed',
      summary: 'How every part is, each probed now; what is not configured does not degrade the whole.',
      answers: { 200: { description: 'The parts.', schema: Detailed } },
      async handle(_asked, door) {
        const health = await door.call('system.health', {});
        const part = (name: (typeof health.services)[number]['name']) => {
          const { status, message, latencyMs } = health.services.find((service) => service.name === name) ?? {
            status: 'down' as const,
            message: 'It was not probed.',
            latencyMs: null,
          };
          return { status, message, latency_ms: latencyMs };
        };
        const ollama = await probeOllama(door.core.settings.get().ollamaUrl, door.core.network);
        return say(200, {
          status: ollama.status === 'down' ? 'degraded' : health.status,
          services: {
            database: part('database'),
            storage: part('storage'),
            engine: part('engine'),
            ollama,
            comfyui: {
              status: 'not_configured',
              message: 'Tessera draws by itself and asks no ComfyUI.',
              latency_ms: null,
            },
          },
          uptime_seconds: health.uptimeSeconds,
          memory_usage_mb: health.memoryMb,
        } satisfies z.infer<typeof Detailed>);
      },
    }),
  ],
};

const ollamaPatienceMs = 2000;

async function probeOllama(
  url: string | null,
  network: Pick<Network, 'fetch'>,
): Promise<z.infer<typeof ServiceStatus>> {
  if (url === null) {
    return {
      status: 'not_configured',
      message: 'No Ollama server is set; the built-in rules write storyboards.',
      latency_ms: null,
    };
  }
  const started = performance.now();
  const took = () => performance.now() - started;
  try {
    const { status, ok } = await network.fetch(
      new URL('/api/version', url),
      { signal: AbortSignal.timeout(ollamaPatienceMs), redirect: 'error' },
      'language-model',
    );
    return ok
      ? { status: 'ok', message: 'It answers.', latency_ms: took() }
      : { status: 'down', message: `It answered with status ${status}.`, latency_ms: took() };
  } catch {
    return { status: 'down', message: 'No answer.', latency_ms: took() };
  }
}
