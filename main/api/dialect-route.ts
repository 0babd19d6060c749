// A route of a dialect as data: served by the door and described in the OpenAPI document from the same schemas.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../../shared/contract/call.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../shared/contract/index.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';
import { validationError } from '../validation-sentence.ts';
import type { LimitGroup, RateLimits } from './rate-limits.ts';

export interface DialectRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Fastify writes it: /api/shots/:id. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly limit: LimitGroup;
  /** Asks for no token. */
  readonly open?: boolean;
  readonly body?: z.ZodType;
  readonly status: number;
  /** What it answers; `null` for a file. */
  readonly answer: z.ZodType | null;
  readonly run: (question: DialectQuestion) => unknown;
}

export interface DialectQuestion {
  readonly params: Readonly<Record<string, string>>;
  /** Parsed by the route's schema. */
  readonly body: unknown;
  readonly reply: FastifyReply;
  /** The contract, with the caller's own rights. @throws what the call refuses with */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
}

export function serveDialect(
  app: FastifyInstance,
  routes: readonly DialectRoute[],
  { core, limits }: { readonly core: Core; readonly limits: RateLimits },
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { open: route.open === true },
      onRequest: limits[route.limit],
      handler: (request, reply) => answer(route, request, reply),
    });
  }

  async function answer(route: DialectRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const body = route.body === undefined ? undefined : parsed(route.body, request.body ?? {});
    const access = request.caller?.access ?? new Set<Access>(['read']);
    const value = await route.run({
      params: request.params as Record<string, string>,
      body,
      reply,
      call: (name, input) => called(name, input, access),
    });
    return reply.code(route.status).send(value);
  }

  async function called<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    access: ReadonlySet<Access>,
  ): Promise<CallOutput<Name>> {
    const result = await core.dispatch(name, input, { door: 'http', access });
    if (result.ok) return calls[name].output.parse(result.value) as CallOutput<Name>;
    const { code, message, details } = result.error;
    throw new TesseraError(code, snakeWords(message), details === undefined ? {} : { details: snakeFields(details) });
  }
}

function parsed(schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw validationError(result.error, body);
}

/** The dialects write order_index where the contract writes orderIndex; a refusal names what its reader knows. */
const renamed: Readonly<Record<string, string>> = {
  orderIndex: 'order_index',
  shotCount: 'shot_count',
  durationSeconds: 'duration_seconds',
  shotType: 'shot_type',
};

function snakeWords(message: string): string {
  return message.replace(/^[a-zA-Z]+(?=:)/, (field) => renamed[field] ?? field);
}

function snakeFields(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const field = details['field'];
  return typeof field === 'string' ? { ...details, field: renamed[field] ?? field } : { ...details };
}

type JsonObject = Record<string, unknown>;

/** The routes as OpenAPI paths. */
export function dialectPaths(routes: readonly DialectRoute[]): Record<string, JsonObject> {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, path) };
  }
  return paths;
}

const refusal = { 'application/json': { schema: { $ref: '#/components/schemas/PlainRefusal' } } };

function operation(route: DialectRoute, path: string): JsonObject {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    operationId: `${route.method.toLowerCase()} ${path}`,
    summary: route.summary,
    tags: [route.tag],
    ...(route.open === true ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: json(inlined(z.toJSONSchema(route.body, { io: 'input' }))) } }),
    responses: {
      [route.status]: {
        description: 'Done.',
        ...(route.answer === null ? {} : { content: json(inlined(z.toJSONSchema(route.answer, { io: 'output' }))) }),
      },
      ...(route.body === undefined
        ? {}
        : { 400: { description: 'The body is wrong; the message names the field.', content: refusal } }),
      ...(route.open === true ? {} : { 401: { description: 'No token, or a wrong one.', content: refusal } }),
      ...(parameters.length === 0 ? {} : { 404: { description: 'There is no such thing.', content: refusal } }),
      429: { description: 'Too many requests; Retry-After says when to go on.', content: refusal },
    },
  };
}

function inlined(schema: object): JsonObject {
  const { $schema: _dialect, $id: _address, ...rest } = schema as JsonObject;
  return rest;
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}
