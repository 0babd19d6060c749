// The operations of the dialects as OpenAPI paths, from the schemas they parse by.

import { z } from 'zod';
import type { Answer, Dialect, Endpoint } from './endpoint.ts';

type JsonObject = Record<string, unknown>;

export function endpointPaths(dialects: readonly Dialect[]): Record<string, JsonObject> {
  const paths: Record<string, JsonObject> = {};
  for (const dialect of dialects) {
    for (const endpoint of dialect.endpoints) {
      const { path, method } = endpoint;
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(endpoint, dialect) };
    }
  }
  return paths;
}

function operation(endpoint: Endpoint, { tag, refusal }: Dialect): JsonObject {
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')];
  const isOpen = endpoint.open === true;
  const refusals: Record<number, Answer> = {
    [refusal.wrongField]: { description: 'A field is wrong; the message names it and its limits.' },
    ...(isOpen ? {} : { 401: { description: 'No token, or one that is malformed, foreign, expired or revoked.' } }),
    403: {
      description: isOpen
        ? 'A foreign page asks.'
        : `The token lacks the scope \`${endpoint.access}\`, or a foreign page asks.`,
    },
    ...(endpoint.body === null ? {} : { 413: { description: 'The body is too large.' } }),
    429: { description: 'Too many requests; Retry-After says when to go on.' },
    503: { description: 'Not now: the disk, the database or the engine cannot.' },
  };
  const access = isOpen ? 'Asks for no token.' : `Needs a token with the scope \`${endpoint.access}\`.`;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(isOpen ? { security: [] } : {}),
    description: endpoint.description === undefined ? access : `${endpoint.description} ${access}`,
    tags: [tag],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(endpoint.body === null
      ? {}
      : { requestBody: { required: true, content: bodyContent(endpoint, endpoint.body) } }),
    responses: Object.fromEntries(
      Object.entries({ ...refusals, ...endpoint.answers }).map(([status, answer]) => [
        status,
        response(Number(status) < 400 ? answer : { schema: refusal.schema, ...answer }),
      ]),
    ),
  };
}

function bodyContent({ bodyType }: Endpoint, body: z.ZodType): JsonObject {
  const type = bodyType === 'form' ? 'multipart/form-data' : 'application/json';
  return { [type]: { schema: schemaOf(body, 'input') } };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): JsonObject[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, type]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: type,
  }));
}

function response({ description, schema, mediaType }: Answer): JsonObject {
  if (mediaType !== undefined) {
    return { description, content: { [mediaType]: { schema: { type: 'string', contentMediaType: mediaType } } } };
  }
  if (schema === undefined) return { description };
  return { description, content: { 'application/json': { schema: schemaOf(schema, 'output') } } };
}

/** A file in a form has no JSON schema of its own, so it is described as the bytes it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === 'custom') Object.assign(jsonSchema, { type: 'string', format: 'binary' });
    },
  }) as JsonObject;
  return rest;
}
