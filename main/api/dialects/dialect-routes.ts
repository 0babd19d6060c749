// Puts the operations of a dialect behind HTTP: access, parsing, and refusals in the dialect's own words.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Access } from '../../../shared/contract/call.ts';
import { calls } from '../../../shared/contract/index.ts';
import { fromEnvelope, TesseraError } from '../../../shared/errors.ts';
import type { Core } from '../../core.ts';
import { validationError } from '../../validation-sentence.ts';
import { callerBehind } from '../authentication.ts';
import type { RateLimits } from '../rate-limits.ts';
import { challenge, envelopeOf, logRefusal } from '../refusals.ts';
import { namingFields } from './asked-words.ts';
import type { Dialect, Door, Endpoint } from './endpoint.ts';
import { readForm } from './read-form.ts';

export interface DialectRoutesOptions {
  readonly core: Core;
  readonly version: string;
  readonly port: () => number;
  readonly limits: RateLimits;
  readonly log: (line: string) => void;
}

export function dialectRoutes(app: FastifyInstance, dialect: Dialect, options: DialectRoutesOptions): void {
  for (const endpoint of dialect.endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { open: endpoint.open === true },
      onRequest: options.limits[endpoint.limit],
      ...(endpoint.bodyLimitBytes === undefined ? {} : { bodyLimit: endpoint.bodyLimitBytes }),
      errorHandler(error, request, reply) {
        const envelope = envelopeOf(error, options.log);
        logRefusal(request, envelope, options.log);
        const { status, body } = dialect.refusal.say(envelope);
        void sendJson(reply.code(status).headers(challenge(envelope)), body);
      },
      handler: (request, reply) => answer(endpoint, { request, reply, options }),
    });
  }
}

interface Coming {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: DialectRoutesOptions;
}

async function answer(endpoint: Endpoint, coming: Coming): Promise<FastifyReply> {
  const { request, reply } = coming;
  if (endpoint.open !== true && !callerBehind(request).access.has(endpoint.access)) {
    throw new TesseraError(
      'FORBIDDEN',
      `This needs a token with the scope "${endpoint.access}". The Authorization header brought one without it.`,
      { details: { header: 'authorization', scope: endpoint.access } },
    );
  }
  const asked = {
    params: parse(endpoint.params, request.params),
    query: parse(endpoint.query, request.query),
    body: endpoint.body === null ? {} : parse(endpoint.body, await bodyOf(endpoint, request)),
  };
  const door = doorFor(coming);
  const work = async () => endpoint.handle(asked, door);
  const said = await (endpoint.names === undefined ? work() : namingFields(endpoint.names, work));
  if ('bytes' in said) return reply.code(said.status).type(said.type).send(said.bytes);
  if ('file' in said) {
    const { size } = await stat(said.file).catch((cause: unknown) => {
      throw new TesseraError('IMAGE_NOT_FOUND', 'The file of this picture is gone.', { cause });
    });
    return reply.code(said.status).type(said.type).header('content-length', size).send(createReadStream(said.file));
  }
  return sendJson(reply.code(said.status), said.body);
}

function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

async function bodyOf(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  if (endpoint.bodyType === 'form') return readForm(request);
  if (Buffer.isBuffer(request.body)) {
    throw new TesseraError('INVALID_INPUT', 'Only JSON is understood here. Send "Content-Type: application/json".', {
      details: { field: 'content-type' },
    });
  }
  return request.body ?? {};
}

function parse(schema: z.ZodType, raw: unknown): unknown {
  const parsed = schema.safeParse(raw ?? {});
  if (!parsed.success) throw validationError(parsed.error, raw);
  return parsed.data;
}

function doorFor({ request, reply, options }: Coming): Door {
  const { core } = options;
  const access = request.caller?.access ?? new Set<Access>();
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return {
    core,
    version: options.version,
    address: `http://127.0.0.1:${options.port()}`,
    gone: left.signal,
    request,
    async call(name, input) {
      const result = await core.dispatch(name, input, { door: 'http', access });
      if (!result.ok) throw fromEnvelope(result.error);
      return calls[name].output.parse(result.value) as never;
    },
  };
}
