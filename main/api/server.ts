// The loopback API: one Fastify server on 127.0.0.1 and ::1, a door onto dispatch like the window's.

import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { authenticateEveryRequest } from './authentication.ts';
import { answerBrokenRequest, patience } from './broken-requests.ts';
import { callRoutes } from './call-routes.ts';
import { openDialects } from './dialects/all-dialects.ts';
import { dialectRoutes } from './dialects/dialect-routes.ts';
import type { Outside } from './dialects/guarded-fetch.ts';
import { webhookRoute } from './dialects/webhook-route.ts';
import { documentRoutes } from './document-routes.ts';
import { type EventStreams, eventStreamRoute } from './event-stream.ts';
import { exportRoute } from './export-route.ts';
import { refuseForeignAddress } from './own-address.ts';
import { paletteRoutes } from './palette-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import { type ApiLimits, createRateLimits, defaultLimits, limitConcurrency } from './rate-limits.ts';
import { recallRoute } from './recall-route.ts';
import { envelopeOf, logRefusal, refuse } from './refusals.ts';
import { sendSafeHeaders } from './response-headers.ts';
import { sessionRoute } from './session-route.ts';
import { sourceRoutes } from './source-routes.ts';

/** Prompts are short; pictures come by /source with a limit of its own. */
const bodyLimitBytes = 1 << 20;
export interface ApiOptions {
  /** How pictures are fetched from allowed hosts; the internet unless given. */
  readonly outside?: Outside;
  readonly core: Core;
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of the built interface, or null to serve the API alone. */
  readonly ui: string | null;
  readonly version: string;
  readonly log: (line: string) => void;
  readonly limits?: Partial<ApiLimits>;
  /** Answer with made-up things where the studio has no real ones (sound). */
  readonly mock?: boolean;
  /** How often event streams show that they live; 15 s unless given. */
  readonly heartbeatMs?: number;
  /** How long a request may take to arrive; 30 s unless given. */
  readonly requestTimeoutMs?: number;
}

export interface Api {
  /** http://127.0.0.1:<port>, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the door. Throws PORT_IN_USE. */
export async function startApi(options: ApiOptions): Promise<Api> {
  let port = options.port;
  const { app, streams } = await buildApp(options, () => port);
  await listen(app, port);
  port = (app.server.address() as AddressInfo).port;
  const second = await listenOnIpv6(app, { ...options, port });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      streams.end();
      second?.closeAllConnections();
      second?.close();
      await app.close();
    },
  };
}

async function buildApp(
  options: ApiOptions,
  port: () => number,
): Promise<{ app: FastifyInstance; streams: EventStreams }> {
  const { core, ui, version, log, mock = false, heartbeatMs, outside } = options;
  const limits = chosenLimits(core.settings.get().apiLimits, options.limits);
  const http = patience(options.requestTimeoutMs);
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    http,
    requestTimeout: http.requestTimeout,
    clientErrorHandler: answerBrokenRequest,
    // Keep-alive connections of an idle browser would hold close() back.
    forceCloseConnections: true,
    // Ids have up to 128 characters, and a longer one should be not found rather than malformed.
    routerOptions: { maxParamLength: 256 },
    // Nothing stands before us: forwarded addresses are hearsay.
    trustProxy: false,
    frameworkErrors: (error, request, reply) => void refuse(request, reply, envelopeOf(error, log)),
  });
  // Only JSON: a body of any other type is one that a form of a foreign page could have sent.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => {
    const envelope = envelopeOf(error, log);
    logRefusal(request, envelope, log);
    return refuse(request, reply, envelope);
  });
  app.setNotFoundHandler((request, reply) => refuse(request, reply, envelopeOf(nothingHere(request.method), log)));

  // In this order: what is cheap to refuse is refused first.
  sendSafeHeaders(app);
  limitConcurrency(app, limits);
  app.addHook('onRequest', async (request) => refuseForeignAddress(request.headers, port()));
  authenticateEveryRequest(app, core, port);

  const counters = await createRateLimits(app, limits);
  callRoutes(app, { core, limits: counters });
  pictureRoutes(app, { core, limits: counters });
  sourceRoutes(app, { core, limits: counters });
  paletteRoutes(app, { core, limits: counters });
  recallRoute(app, { core, limits: counters });
  exportRoute(app, { core, limits: counters });
  webhookRoute(app, { core, limits: counters });
  const dialects = openDialects(core, { outside, version, mock });
  await app.register(async (own) => {
    own.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const dialect of dialects) dialectRoutes(own, dialect, { core, version, port, limits: counters, log });
  });
  sessionRoute(app, { limits: counters, port });
  documentRoutes(app, { version, dialects });
  const streams = eventStreamRoute(app, { core, heartbeatMs });
  // Asked for only when needed: its library does not load in the oldest Electron this runs on, which needs no pages served.
  if (ui !== null) await (await import('./interface-files.ts')).interfaceFiles(app, ui);
  await app.ready();
  return { app, streams };
}

/** Later ones win; what they leave out keeps its default. */
function chosenLimits(
  ...chosen: readonly (Partial<Record<keyof ApiLimits, number | undefined>> | undefined)[]
): ApiLimits {
  const named = chosen.flatMap((limits) => Object.entries(limits ?? {}).filter(([, limit]) => limit !== undefined));
  return { ...defaultLimits, ...(Object.fromEntries(named) as Partial<ApiLimits>) };
}

function nothingHere(method: string): TesseraError {
  const code = method === 'GET' || method === 'HEAD' ? 'FILE_NOT_FOUND' : 'CALL_UNKNOWN';
  return new TesseraError(code, 'Nothing is served at this address. /api/docs lists what is.', {
    details: { field: 'path' },
  });
}

async function listen(app: FastifyInstance, port: number): Promise<void> {
  try {
    await app.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new TesseraError(
        'PORT_IN_USE',
        `Port ${port} is taken by another program. Choose another one, or 0 for any free one.`,
        {
          cause: error,
          details: { port },
        },
      );
    }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new TesseraError('PORT_IN_USE', `Port ${port} is reserved by the system. Choose one from 1024 to 65535.`, {
        cause: error,
        details: { port },
      });
    }
    throw error;
  }
}

/**
 * The same application on ::1, because `localhost` means that first on many systems. A machine without IPv6, or with
 * another program on that port of it, does without.
 */
async function listenOnIpv6(
  app: FastifyInstance,
  { port, log, requestTimeoutMs }: Pick<ApiOptions, 'port' | 'log' | 'requestTimeoutMs'>,
): Promise<Server | null> {
  const server = createServer(patience(requestTimeoutMs), app.routing);
  server.on('clientError', (error, socket) => answerBrokenRequest(error, socket as Socket));
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      log(`the API does not answer on ::1 (${error.code ?? error.message})`);
      resolve(null);
    });
    server.listen({ host: '::1', port, ipv6Only: true }, () => resolve(server));
  });
}
