// Asks for a row of the contract table and holds the answer against it and against the OpenAPI document.

import { expect } from 'vitest';
import { z } from 'zod';
import type { Ask } from '../ask-over-http.ts';
import { contractTable } from './contract-table.ts';
import type { Body, ServedStudio } from './serve-studio.ts';

interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
}
interface Response {
  readonly content?: Readonly<Record<string, { schema: object }>>;
}
interface How extends Partial<Ask> {
  /** What stands in the braces of the path. */
  readonly of?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly at?: ServedStudio;
}

export interface Prover {
  /** The row must be in the table, and be answered with this status and all its fields. */
  ask(row: string, status: number, how?: How): Promise<Body>;
  /** The rows that were proven, each with its status. */
  readonly seen: Set<string>;
  readonly document: Document;
}

export async function proverOf(studio: ServedStudio): Promise<Prover> {
  const seen = new Set<string>();
  const document = (await studio.ask({ path: '/api/openapi.json', token: null })).json() as Document;

  async function ask(row: string, status: number, how: How = {}): Promise<Body> {
    const { of = {}, query = '', at = studio, ...more } = how;
    const [method = '', template = ''] = row.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => of[name] ?? 'nobody');
    const answer = await at.ask({ method, path: `${path}${query}`, ...more });
    expect([row, answer.status, answer.status === status ? '' : answer.text]).toEqual([row, status, '']);
    const fields = contractTable.find((found) => found.ask === row)?.answers[status];
    if (fields === undefined) throw new Error(`the table has no ${row} ${status}`);
    seen.add(`${row} ${status}`);
    if (!String(answer.headers['content-type']).includes('json')) return { bytes: answer.bytes };
    const body = answer.json() as Body;
    expect(fields.filter((field) => valueAt(body, field) === undefined)).toEqual([]);
    const schema = document.paths[template]?.[method.toLowerCase()]?.responses[status]?.content?.['application/json'];
    if (schema !== undefined && !JSON.stringify(schema).includes('$ref')) {
      const described = z.fromJSONSchema(schema.schema as z.core.JSONSchema.JSONSchema).safeParse(body);
      expect([row, status, described.error?.issues]).toEqual([row, status, undefined]);
    }
    return body;
  }

  return { ask, seen, document };
}

export function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Body | null | undefined)?.[key], body);
}
