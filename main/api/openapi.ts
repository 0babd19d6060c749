// The OpenAPI document of the local API, made from the contract's own schemas so that it cannot differ from them.

import { z } from 'zod';
import { calls, events } from '../../shared/contract/index.ts';
import { CreditBalance } from '../../shared/domain/credit.ts';
import { Image, LibraryItem, LibraryPicture } from '../../shared/domain/image.ts';
import { Job, JobTask } from '../../shared/domain/job.ts';
import { Model } from '../../shared/domain/model.ts';
import { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { Settings } from '../../shared/domain/settings.ts';
import { Project, Sequence, Shot } from '../../shared/domain/storyboard.ts';
import { Style } from '../../shared/domain/style.ts';
import { errorCatalogue } from '../../shared/errors.ts';
import type { Dialect } from './dialects/endpoint.ts';
import { endpointPaths } from './dialects/endpoint-paths.ts';
import { plainPaths } from './openapi-plain-paths.ts';

export type JsonObject = { [key: string]: unknown };

/** The product's words get a name in the document, so that a generated client has them as types. */
const named = {
  CreditBalance,
  Job,
  Project,
  Shot,
  Sequence,
  JobTask,
  Image,
  LibraryItem,
  LibraryPicture,
  Model,
  ResolvedRecipe,
  Settings,
  Style,
  Token: calls['tokens.revoke'].output,
};

const ErrorEnvelope = z.object({
  code: z.enum(Object.keys(errorCatalogue) as [string, ...string[]]),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional(),
});

const Refusal = z.object({ ok: z.literal(false), error: ErrorEnvelope });
const PlainRefusal = z.object({
  error: z.string(),
  code: ErrorEnvelope.shape.code,
  retryable: z.boolean(),
  details: ErrorEnvelope.shape.details,
});

/** The refusals any call may answer with; the code inside says which of several it is. */
const refusalStatuses: Readonly<Record<string, string>> = {
  '400': 'The input is wrong; the message names the field and its limits.',
  '401': 'No token, or one that is malformed, foreign, expired or revoked.',
  '403': 'The token may not do this, or the request came from a foreign page.',
  '404': 'There is no such thing.',
  '409': 'It does not fit what is there already.',
  '413': 'The body is too large.',
  '429': 'Too many requests; Retry-After says when to go on.',
  '500': 'A bug; the log has the details.',
  '503': 'Not now: the disk, the database or the engine cannot.',
};

export function openApiDocument(options: {
  readonly version: string;
  readonly dialects: readonly Dialect[];
}): JsonObject {
  const schemas = componentSchemas();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tessera',
      version: options.version,
      summary: 'Pictures from words, on your own machine.',
      description:
        'The local API of Tessera. Every call of the studio is one POST. Make a token with `tessera token create`.',
      license: { name: 'See the LICENSE file of Tessera' },
    },
    servers: [{ url: '/', description: 'The studio that serves this document' }],
    security: [{ token: [] }, { session: [] }],
    tags: tags(options.dialects),
    paths: {
      ...callPaths(schemas.outputs),
      ...plainPaths,
      ...endpointPaths(options.dialects),
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tessera_session',
          description: 'Set by POST /session; the name ends in _ and the port.',
        },
      },
      responses: Object.fromEntries(
        Object.entries(refusalStatuses).map(([status, description]) => [
          `Refusal${status}`,
          { description, content: json({ $ref: '#/components/schemas/Refusal' }) },
        ]),
      ),
      schemas: schemas.components,
    },
  };
}

function tags(dialects: readonly Dialect[]): JsonObject[] {
  const nouns = new Set([...Object.keys(calls).map(nounOf), 'studio']);
  for (const { tag } of dialects) nouns.delete(tag);
  return [
    ...[...nouns].map((name) => ({ name })),
    ...dialects.map(({ tag: name, description }) => ({ name, description })),
  ];
}

function nounOf(call: string): string {
  return call.split('.')[0] ?? call;
}

function callPaths(outputs: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(
    Object.entries(calls).map(([name, { summary, access, input }]) => [
      `/call/${name}`,
      {
        post: {
          operationId: name,
          summary,
          description: `Needs a token with the scope \`${access}\`.${access === 'desktop' ? ' No token has it: only the window may.' : ''}`,
          tags: [nounOf(name)],
          requestBody: { required: true, content: json(inlined(z.toJSONSchema(input, { io: 'input' }))) },
          responses: {
            '200': { description: 'Done.', content: json(success(outputs[name] ?? {})) },
            ...Object.fromEntries(
              Object.keys(refusalStatuses).map((status) => [
                status,
                { $ref: `#/components/responses/Refusal${status}` },
              ]),
            ),
          },
        },
      },
    ]),
  );
}

function success(value: JsonObject): JsonObject {
  return {
    type: 'object',
    properties: { ok: { const: true }, value },
    required: ['ok', 'value'],
    additionalProperties: false,
  };
}

/** Outputs and events refer to the named schemas; only one pass over all of them gives references that resolve. */
function componentSchemas(): { components: JsonObject; outputs: Record<string, JsonObject> } {
  const registry = z.registry<{ id: string }>();
  const outputId = (name: string) => `Output.${name}`;
  const reference = (id: string) => `#/components/schemas/${id}`;
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  registry.add(Refusal, { id: 'Refusal' });
  registry.add(PlainRefusal, { id: 'PlainRefusal' });
  for (const [name, { output }] of Object.entries(calls)) {
    if (!registry.has(output)) registry.add(output, { id: outputId(name) });
  }
  for (const [name, data] of Object.entries(events)) {
    if (!registry.has(data)) registry.add(data, { id: `Event.${name}` });
  }
  // Events that are one of the product's words already have a name; they get a second one that points there.
  const eventAliases = Object.entries(events).flatMap(([name, data]) => {
    const id = registry.get(data)?.id ?? '';
    return id === `Event.${name}` ? [] : [[`Event.${name}`, { $ref: reference(id) }] as const];
  });
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: reference });
  const all = Object.entries(schemas as Record<string, JsonObject>).map(
    ([id, schema]) => [id, inlined(schema)] as const,
  );
  // The answer of one call alone stands with that call; one that others hold too keeps its name.
  const text = JSON.stringify(schemas);
  const isAlone = (id: string) => id.startsWith(outputId('')) && !text.includes(`"${reference(id)}"`);
  const own = new Map(all.filter(([id]) => isAlone(id)));
  return {
    components: Object.fromEntries([...all.filter(([id]) => !isAlone(id)), ...eventAliases]),
    outputs: Object.fromEntries(
      Object.entries(calls).map(([name, { output }]) => {
        const id = registry.get(output)?.id ?? '';
        return [name, own.get(id) ?? { $ref: reference(id) }];
      }),
    ),
  };
}

/** A schema inside a document names neither its dialect nor an address of its own. */
function inlined(schema: object): JsonObject {
  const { $schema: _dialect, $id: _address, ...rest } = schema as JsonObject;
  return rest;
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}
