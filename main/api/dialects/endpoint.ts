// One operation of a dialect: what it takes, what it answers, who may ask, all as one value.

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import type { Access } from '../../../shared/contract/call.ts';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type { Core } from '../../core.ts';
import type { LimitGroup } from '../rate-limits.ts';

/** What an operation works with: the contract with the caller's own access, and where this API answers. */
export interface Door {
  readonly core: Core;
  readonly version: string;
  /** The address of this API, http://127.0.0.1:<port>. */
  readonly address: string;
  /** Fires when the client has gone before it was answered. */
  readonly gone: AbortSignal;
  readonly request: FastifyRequest;
  /** Throws TesseraError for a refusal. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
}

/** How a dialect says no, because its clients read those words. */
export interface Refusal {
  readonly schema: z.ZodType;
  /** The status of a request with a wrong field. */
  readonly wrongField: 400 | 422;
  say(error: ErrorEnvelope): { readonly status: number; readonly body: unknown };
}

export type Reply =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: number; readonly file: string; readonly type: string }
  | { readonly status: number; readonly bytes: Buffer; readonly type: string };

export interface Answer {
  readonly description: string;
  /** Of a refusal, the dialect's own unless it says another. */
  readonly schema?: z.ZodType;
  /** Of an answer that is no JSON. */
  readonly mediaType?: string;
}

export type FieldNames = Readonly<Record<string, string>>;

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it: /generations/{id}. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Asks for no token, and so may call nothing of the contract. */
  readonly open?: boolean;
  readonly access: Access;
  readonly limit: LimitGroup;
  /** What the contract's fields are called here; '' is for a refusal that names none. */
  readonly names?: FieldNames;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
  /** `form` is multipart/form-data; fields arrive as text, files as bytes. */
  readonly bodyType: 'json' | 'form';
  readonly bodyLimitBytes?: number;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly handle: (asked: Asked, door: Door) => Promise<Reply> | Reply;
}

interface Asked<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export interface Dialect {
  readonly tag: string;
  readonly description: string;
  readonly refusal: Refusal;
  readonly endpoints: readonly Endpoint[];
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

interface Definition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends Omit<Endpoint, 'params' | 'query' | 'body' | 'bodyType' | 'access' | 'limit' | 'handle'> {
  readonly access?: Access;
  readonly limit?: LimitGroup;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly bodyType?: 'json' | 'form';
  readonly handle: (
    asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>,
    door: Door,
  ) => Promise<Reply> | Reply;
}

/** Types the handler by the schemas; reading is what it asks for unless it says otherwise. */
export function endpoint<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
>(definition: Definition<Params, Query, Body>): Endpoint {
  return {
    access: definition.method === 'GET' ? 'read' : 'write',
    limit: 'other',
    bodyType: 'json',
    ...definition,
    params: definition.params ?? nothing,
    query: definition.query ?? nothing,
    body: definition.body ?? null,
    // The routes parse by these very schemas before they call it.
    handle: definition.handle as Endpoint['handle'],
  };
}

export function say(status: number, body: unknown): Reply {
  return { status, body };
}
