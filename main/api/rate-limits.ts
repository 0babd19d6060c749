// How often a caller may ask, per group of routes, and how much may be under way at once.

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { usualApiLimits } from '../../shared/domain/settings.ts';
import { TesseraError } from '../../shared/errors.ts';

/** Requests per minute and caller; one route group, one row. */
export interface ApiLimits {
  /** New pictures asked for with a token. */
  readonly generation: number;
  /** New pictures asked for by a page: a person who clicks fast, not a script that runs wild. */
  readonly generationBySession: number;
  /** The groups of the storyboard dialect, by its own numbers. */
  readonly sequences: number;
  readonly audio: number;
  readonly llm: number;
  readonly projects: number;
  readonly shots: number;
  /** Everything else asked for with a token: a client that polls ten times a second. */
  readonly other: number;
  /** Requests of all callers under way at once; more would only wait for the one engine. */
  readonly concurrent: number;
  /** Event streams open at once. */
  readonly streams: number;
}

export const defaultLimits: ApiLimits = {
  ...usualApiLimits,
  generationBySession: 120,
  concurrent: 64,
  streams: 32,
};

/** The groups whose requests are counted together. */
export type LimitGroup = Exclude<keyof ApiLimits, 'generationBySession' | 'concurrent' | 'streams'>;

export type RateLimits = Readonly<Record<LimitGroup, onRequestAsyncHookHandler>>;

const minuteMs = 60_000;

/** Registers the counters. Give a route the one of its group as `onRequest`: routes of a group then share it. */
export async function createRateLimits(app: FastifyInstance, limits: ApiLimits): Promise<RateLimits> {
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: minuteMs,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new TesseraError(
        'RATE_LIMITED',
        `Too many requests: ${max} a minute are allowed here. Wait ${Math.ceil(ttl / 1000)} s and go on.`,
        { details: { limit: max, windowSeconds: minuteMs / 1000, retryAfterSeconds: Math.ceil(ttl / 1000) } },
      ),
  });
  const perCaller = (group: LimitGroup) =>
    app.rateLimit({ keyGenerator: (request) => callerKey(request), max: limits[group] });
  return {
    generation: app.rateLimit({
      keyGenerator: (request) => callerKey(request),
      max: (request) => (request.caller?.kind === 'session' ? limits.generationBySession : limits.generation),
    }),
    sequences: perCaller('sequences'),
    audio: perCaller('audio'),
    llm: perCaller('llm'),
    projects: perCaller('projects'),
    shots: perCaller('shots'),
    other: app.rateLimit({
      keyGenerator: (request) => callerKey(request),
      // The page of the person at this machine loads pictures by the dozen.
      allowList: (request) => request.caller?.kind === 'session',
      max: limits.other,
    }),
  };
}

function callerKey({ caller, ip }: FastifyRequest): string {
  return caller === null ? `open ${ip}` : `${caller.kind} ${caller.jti}`;
}

/** Refuses what would be the one too many at once. Must be the first hook, so that it counts whatever comes. */
export function limitConcurrency(app: FastifyInstance, limits: ApiLimits): void {
  let underWay = 0;
  let streams = 0;
  app.addHook('onRequest', async (request, reply) => {
    const isStream = request.routeOptions.config.stream === true;
    if (isStream ? streams >= limits.streams : underWay >= limits.concurrent) {
      void reply.header('retry-after', '1');
      throw new TesseraError('RATE_LIMITED', 'Too many requests are under way at once. Wait a moment and try again.', {
        details: { limit: isStream ? limits.streams : limits.concurrent, retryAfterSeconds: 1 },
      });
    }
    if (isStream) streams += 1;
    else underWay += 1;
    // `close` comes whether the answer was sent, failed, or the client went away.
    reply.raw.once('close', () => {
      if (isStream) streams -= 1;
      else underWay -= 1;
    });
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An answer that stays open: counted apart from requests that end. */
    stream?: boolean;
  }
}
