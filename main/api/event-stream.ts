// GET /events: what happens, as server-sent events. Last-Event-ID resumes; `resync` says that too much was missed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type EventName, events, type TesseraEvent } from '../../shared/contract/index.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { callerBehind } from './authentication.ts';
import { safeHeaders } from './response-headers.ts';

/** Proxies and browsers give up on silent connections after about half a minute. */
const usualHeartbeatMs = 15_000;
/** How long a browser waits before it comes back after a cut. */
const reconnectMs = 1000;
/** A reader this far behind is cut off; it resumes by Last-Event-ID instead of filling our memory. */
const backlogBytes = 1 << 20;

const EventNames = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(Object.keys(events) as [EventName, ...EventName[]])));

const Query = z.strictObject({
  /** Only these events, by name, separated by commas. */
  names: EventNames.optional(),
  /** Only the events of one job. */
  job: z.string().max(128).optional(),
});

const Sequence = z.coerce.number().int().nonnegative();

export interface EventStreams {
  /** Ends every open stream, so that the server can close. */
  end(): void;
}

/** @param heartbeatMs how often a stream shows that it lives, and checks that its token still does */
export function eventStreamRoute(
  app: FastifyInstance,
  { core, heartbeatMs = usualHeartbeatMs }: { core: Core; heartbeatMs?: number | undefined },
): EventStreams {
  const open = new Set<() => void>();

  for (const path of ['/events', '/api/events']) app.get(path, { config: { stream: true } }, follow);

  async function follow(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerBehind(request);
    if (!caller.access.has('read')) {
      throw new TesseraError('FORBIDDEN', 'This token may not read. Make one with the scope "read".');
    }
    const wanted = parseFilter(request.query);
    const lastId = Sequence.safeParse(request.headers['last-event-id'] || undefined);

    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...safeHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    raw.write(`retry: ${reconnectMs}\n\n`);

    const send = (event: TesseraEvent) => {
      if (!wanted(event)) return;
      raw.write(`id: ${event.sequence}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`);
      if (raw.writableLength > backlogBytes) raw.destroy();
    };
    // Nothing can happen between the replay and the subscription: both run without a pause.
    if (lastId.success) {
      const missed = core.events.since(lastId.data);
      if (missed === null) raw.write('event: resync\ndata: {}\n\n');
      else missed.forEach(send);
    }
    const unsubscribe = core.events.subscribe(send);
    const end = () => raw.end();
    const heartbeat = setInterval(() => {
      raw.write(': alive\n\n');
      caller.stillWelcome().catch(end);
    }, heartbeatMs);
    open.add(end);
    raw.once('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
      open.delete(end);
    });
  }

  return {
    end() {
      for (const close of open) close();
    },
  };
}

function parseFilter(query: unknown): (event: TesseraEvent) => boolean {
  const parsed = Query.safeParse(query);
  if (!parsed.success) {
    throw new TesseraError(
      'VALIDATION_ERROR',
      `"names" takes, separated by commas: ${Object.keys(events).join(', ')}; "job" takes a job's id.`,
      {
        details: { fields: parsed.error.issues.map((issue) => issue.path.join('.')) },
      },
    );
  }
  const { names, job } = parsed.data;
  return (event) => (names === undefined || names.includes(event.name)) && (job === undefined || jobOf(event) === job);
}

function jobOf(event: TesseraEvent): string | null {
  switch (event.name) {
    case 'job.changed':
    case 'job.deleted':
    case 'job.progress':
      return event.data.id;
    case 'image.preview':
      return event.data.job;
    case 'collections.changed':
    case 'export.changed':
    case 'import.changed':
    case 'backups.changed':
    case 'library.changed':
    case 'library.rearranged':
    case 'lineage.verifying':
    case 'loras.changed':
    case 'models.changed':
    case 'palettes.changed':
    case 'palette.progress':
    case 'downloads.changed':
    case 'network.requested':
    case 'queue.changed':
    case 'settings.changed':
    case 'storyboard.changed':
    case 'styles.changed':
    case 'sync.changed':
    case 'upscalers.changed':
      return null;
    default:
      return event satisfies never;
  }
}
