// Every operation of the OpenAPI document, asked thousands of times with what it does not expect, from one seed.

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

const seed = 20_260_504;
const requests = 5400;
/** Requests on the way at once; the door takes 64. */
const atOnce = 24;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly body: Schema | null;
  readonly form: boolean;
}
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
}

let studio: LoopbackStudio;
const logged: string[] = [];

beforeAll(async () => {
  studio = await openLoopbackStudio({
    log: (line) => logged.push(line),
    // The counters have tests of their own; here nothing but the parsers shall answer.
    limits: Object.fromEntries(
      ['generation', 'sequences', 'audio', 'llm', 'projects', 'shots', 'other'].map((group) => [group, 100_000]),
    ),
    start: false,
  });
});
afterAll(() => studio.close());

/** Ends the server, the token or the test itself. */
const left = new Set(['GET /events', 'GET /api/events', 'POST /call/system.doctor', 'POST /call/sync.test']);

async function operations(): Promise<Operation[]> {
  const document = (await studio.ask({ path: '/api/openapi.json', token: null })).json() as {
    paths: Record<string, Record<string, Record<string, never>>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => !left.has(`${method.toUpperCase()} ${path}`))
      .map(([method, operation]) => {
        const content = (operation['requestBody'] as { content?: Record<string, { schema: Schema }> } | undefined)
          ?.content;
        return {
          method: method.toUpperCase(),
          path,
          parameters: operation['parameters'] ?? [],
          body: content?.['application/json']?.schema ?? content?.['multipart/form-data']?.schema ?? null,
          form: content?.['multipart/form-data'] !== undefined,
        };
      }),
  );
}

const odd = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 0.5, 1e308, 2 ** 53, '', ' ', '\0', '../..', '💥', '%', '__proto__', [], {}),
  fc.string({ maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ minLength: 4001, maxLength: 4100 }),
);

/** Mostly of the right kind, so that what lies behind the first check is reached too. */
function like(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 4) return odd;
  if (schema.const !== undefined) return maybe(fc.constant(schema.const));
  if (schema.enum !== undefined) return maybe(fc.constantFrom(...schema.enum));
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined && either.length > 0) {
    return fc.oneof(...either.map((member) => like(member, depth + 1)));
  }
  switch (schema.type) {
    case 'object':
      return maybe(
        fc.record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, member]) => [name, like(member, depth + 1)]),
          ),
          { requiredKeys: [] },
        ),
      );
    case 'array':
      return maybe(fc.array(like(schema.items ?? {}, depth + 1), { maxLength: 3 }));
    case 'integer':
      return maybe(
        fc.oneof(
          fc.integer({ min: 0, max: 4 }),
          fc.integer({ min: 8, max: 64 }).map((n) => n * 8),
        ),
      );
    case 'number':
      return maybe(fc.double({ min: 0, max: 1, noNaN: true }));
    case 'boolean':
      return maybe(fc.boolean());
    case 'string':
      return maybe(fc.constantFrom('a red apple', 'mock', 'x', '64x64', 'a-b_c', '2026-01-01T00:00:00Z', 'AAAA'));
    default:
      return odd;
  }
}

function maybe(usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string;
}

function shots(operation: Operation): fc.Arbitrary<Shot> {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const word = fc.oneof(fc.constantFrom('nowhere', 'mock', 'a.b', '%2e%2e', '%00', '💥', 'x'.repeat(200)), fc.string());
  const boundary = 'fuzz';
  return fc
    .record({
      words: fc.tuple(...inPath.map(() => word)),
      query: fc.tuple(...inQuery.map(({ schema }) => fc.option(like(schema)))),
      body: operation.body === null ? fc.option(odd) : like(operation.body),
      broken: fc.integer({ min: 0, max: 19 }),
    })
    .map(({ words, query, body, broken }) => {
      const path = inPath.reduce(
        (text, { name }, place) => text.replace(`{${name}}`, encodeURIComponent(String(words[place])).slice(0, 600)),
        operation.path,
      );
      const search = inQuery
        .flatMap(({ name }, place) =>
          query[place] === null ? [] : [`${name}=${encodeURIComponent(text(query[place]))}`],
        )
        .join('&');
      const json = JSON.stringify(body);
      return {
        method: operation.method,
        path: `${path}${search === '' ? '' : `?${search}`}`.slice(0, 8000),
        // Now and then no JSON at all.
        body:
          operation.method === 'GET'
            ? undefined
            : operation.form
              ? formOf(body, boundary)
              : broken === 0
                ? json?.slice(1)
                : json,
        type: operation.form ? `multipart/form-data; boundary=${boundary}` : 'application/json',
      };
    });
}

function text(value: unknown): string {
  const words = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // Half of a pair cannot be put into an address.
  return words.slice(0, 300).replaceAll(/[\uD800-\uDFFF]/g, '');
}

function formOf(body: unknown, boundary: string): string {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const parts = fields.map(([name, value]) => {
    const file = ['image', 'mask'].includes(name) ? '; filename="a.png"\r\nContent-Type: image/png' : '';
    const safe = name.replaceAll(/[\r\n"]/g, '_');
    return `--${boundary}\r\nContent-Disposition: form-data; name="${safe}"${file}\r\n\r\n${text(value)}\r\n`;
  });
  return `${parts.join('')}--${boundary}--\r\n`;
}

/** Where a refusal names what was wrong: the field of the envelope, OpenAI's param, A1111's loc, or the id that is not there. */
function fieldNamedBy(answer: string): boolean {
  return /"(?:field|header|fields|id|scope|reason)":"?[^"]|"param":"|"loc":\["body",/.test(answer);
}

test('nothing that is sent brings the door down, and every refusal says what was wrong', {
  timeout: 60_000,
}, async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(90);
  const each = Math.ceil(requests / all.length);
  const planned = all.flatMap((operation, place) => fc.sample(shots(operation), { numRuns: each, seed: seed + place }));
  expect(planned.length).toBeGreaterThanOrEqual(5000);

  const faults: (Shot & { status: number; answer: string })[] = [];
  const statuses = new Map<number, number>();
  // A picture is waited for by these two dialects, and nothing is drawn here.
  const waits = /^\/(?:v1\/images|sdapi\/v1\/(?:txt2img|img2img))/;
  let next = 0;
  const worker = async () => {
    while (next < planned.length) {
      const shot = planned[next++];
      if (shot === undefined) return;
      const answer = await Promise.race([
        studio.ask({
          method: shot.method,
          path: shot.path,
          ...(shot.body === undefined ? {} : { body: shot.body, headers: { 'content-type': shot.type } }),
        }),
        new Promise<null>((resolve) => setTimeout(resolve, waits.test(shot.path) ? 300 : 20_000, null)),
      ]);
      if (answer === null) {
        if (!waits.test(shot.path)) faults.push({ ...shot, status: 0, answer: 'none' });
        continue;
      }
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const isAllowed = answer.status < 500 || answer.status === 501;
      const hasStack = /\n?\s+at .+:\d+:\d+|node_modules|SQLITE/.test(answer.text);
      // A studio that is busy, or cannot do a thing at all, has no field to blame.
      const isBlameless = answer.status === 501 || answer.text.includes('GENERATION_IN_PROGRESS');
      const isNamed = answer.status < 400 || isBlameless || fieldNamedBy(answer.text);
      if (!isAllowed || hasStack || !isNamed) {
        faults.push({
          ...shot,
          body: shot.body?.slice(0, 300),
          status: answer.status,
          answer: answer.text.slice(0, 300),
        });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  // One of each kind is enough to see.
  const kinds = new Map(
    faults.map((fault) => [`${fault.method} ${fault.path.replace(/[^/]*$/, '')} ${fault.status}`, fault]),
  );
  expect([...kinds.values()].slice(0, 12)).toEqual([]);
  expect(logged.filter((line) => line.startsWith('bug'))).toEqual([]);
  expect([...statuses.keys()].every((status) => status < 500 || status === 501)).toBe(true);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(100);
  expect(statuses.get(400) ?? 0).toBeGreaterThan(1000);
  expect((await studio.ask({ path: '/health', token: null })).status).toBe(200);
});
