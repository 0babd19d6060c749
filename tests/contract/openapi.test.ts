// The OpenAPI document and the page made from it: complete, well-formed, and true of what the API really answers.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { calls, events } from '../../shared/contract/index.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let document: Document;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  const answer = await studio.ask({ path: '/api/openapi.json', token: null });
  document = OpenApi.parse(answer.json());
});

afterAll(() => studio.close());

// What OpenAPI 3.1 asks of the objects that this document uses (https://spec.openapis.org/oas/v3.1.1.html, section 4.8).
const componentName = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const Reference = z.strictObject({ $ref: z.string().startsWith('#/components/') });
const Schema = z.record(z.string(), z.unknown());
const MediaTypes = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.strictObject({ schema: Schema }));
const Response = z.strictObject({ description: z.string().min(1), content: MediaTypes.optional() });
const SecurityRequirement = z.record(componentName, z.array(z.string()));
const Parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['query', 'header', 'path', 'cookie']),
  description: z.string().optional(),
  required: z.boolean().optional(),
  schema: Schema,
});
const Operation = z.strictObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).min(1),
  parameters: z.array(Parameter).optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: MediaTypes }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.union([Reference, Response])),
  security: z.array(SecurityRequirement).optional(),
});
const OpenApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    summary: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string(), description: z.string() })),
  security: z.array(SecurityRequirement),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string().min(1).optional() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), Operation),
  ),
  components: z.strictObject({
    securitySchemes: z.record(componentName, z.looseObject({ type: z.enum(['http', 'apiKey']) })),
    responses: z.record(componentName, Response),
    schemas: z.record(componentName, Schema),
  }),
});
type Document = z.infer<typeof OpenApi>;

function operations(): z.infer<typeof Operation>[] {
  return Object.values(document.paths).flatMap((methods) => Object.values(methods));
}

function resolves(reference: string): boolean {
  const found = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  return found !== undefined;
}

/** The schema of an answer with everything it refers to, as a schema of zod's. */
function schemaOfAnswer(call: string): z.ZodType {
  const response = document.paths[`/call/${call}`]?.post?.responses['200'];
  const schema = Response.parse(response).content?.['application/json']?.schema;
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(
    JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema,
  );
}

describe('the document', () => {
  test('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
  });

  test('lists every call, and nothing that is no call under /call', () => {
    const listed = Object.keys(document.paths).filter((path) => path.startsWith('/call/'));
    expect(listed).toEqual(Object.keys(calls).map((name) => `/call/${name}`));
  });

  test('lists the other paths', () => {
    expect(Object.keys(document.paths).filter((path) => !/^\/(?:call|api|v1|sdapi|generations)\b/.test(path))).toEqual([
      '/image/{id}',
      '/preview/{id}',
      '/export/{file}',
      '/source',
      '/source/{id}',
      '/recall',
      '/events',
      '/session',
      '/health',
    ]);
  });

  test('lists the operations of every dialect, each under a tag of its own', () => {
    const tagged = (tag: string) => operations().filter(({ tags }) => tags.includes(tag)).length;
    const dialects = ['grid dialect', 'job dialect', 'image dialect', 'operations', 'OpenAI images', 'A1111'];
    expect(dialects.map(tagged)).toEqual([5, 2, 2, 4, 5, 24]);
    const storyboards = ['projects', 'llm', 'audio', 'mock'];
    expect(storyboards.map(tagged)).toEqual([6, 1, 1, 4]);
  });

  test('has a schema for every event', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(Object.keys(events).map((name) => `Event.${name}`)),
    );
  });

  test('names each operation once', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('declares the tags and the parameters it uses', () => {
    const declared = document.tags.map(({ name }) => name);
    expect(declared).toEqual(expect.arrayContaining(operations().flatMap(({ tags }) => tags)));
    const inPaths = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).flatMap(() => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
    );
    const declaredInPaths = operations().flatMap(({ parameters }) =>
      (parameters ?? []).filter((found) => found.in === 'path'),
    );
    expect(declaredInPaths.map(({ name }) => name)).toEqual(inPaths);
  });

  test('refers only to what it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? '');
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((reference) => !resolves(reference))).toEqual([]);
  });

  test('holds no dialect marks or definitions of a schema on its own', () => {
    expect(JSON.stringify(document)).not.toMatch(/"\$(schema|defs|id)"/);
  });

  test('asks for a token wherever the API does', () => {
    expect(document.security).toEqual([{ token: [] }, { session: [] }]);
    const open = operations().filter(({ security }) => security?.length === 0);
    expect(open.map(({ operationId }) => operationId)).toEqual(['webhooks.receive', 'mock.health', 'health']);
  });

  test.each([
    'models.list',
    'styles.list',
    'settings.get',
    'system.health',
    'generation.list',
    'library.list',
    'tokens.list',
  ])('is true of what %s answers', async (call) => {
    await studio.drawn({ count: 1 });
    const answer = await studio.ask({ method: 'POST', path: `/call/${call}`, body: {} });
    expect(schemaOfAnswer(call).safeParse(answer.json()).error).toBeUndefined();
    expect(schemaOfAnswer(call).safeParse({ ok: true, value: { no: 'such' } }).success).toBe(false);
  });
});

describe('the page', () => {
  test('names every call and needs nothing from elsewhere', async () => {
    const { text, headers } = await studio.ask({ path: '/api/redoc', token: null });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(Object.keys(calls).filter((name) => !text.includes(`<code>/call/${name}</code>`))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/|<script|style=/);
  });

  test('links only to what stands on it', async () => {
    const { text } = await studio.ask({ path: '/api/docs', token: null });
    const links = new Set([...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target));
    const anchors = new Set([...text.matchAll(/id="([^"]+)"/g)].map(([, id]) => id));
    expect(links.size).toBeGreaterThan(10);
    expect([...links].filter((link) => !anchors.has(link ?? ''))).toEqual([]);
  });

  test('lets each operation be tried out, by a script of our own and nothing from elsewhere', async () => {
    const { text } = await studio.ask({ path: '/api/docs', token: null });
    expect(text.match(/<form class="try"/g)?.length).toBe(operations().length);
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/api/docs.js" defer>']);
    expect(text.replaceAll(/"default": "[^"]*"/g, '')).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const { status, headers } = await studio.ask({ path: '/api/docs.js', token: null });
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  test('has its style sheet', async () => {
    const { status, headers } = await studio.ask({ path: '/api/docs.css', token: null });
    expect([status, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });
});
