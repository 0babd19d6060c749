// The operations of the contract table as the OpenAPI document describes them, asked all alike.

import type { Answer } from '../ask-over-http.ts';
import { contractTable, type Limit } from './contract-table.ts';
import type { Body, ServedStudio } from './serve-studio.ts';

export interface Operation {
  readonly ask: string;
  readonly limit: Limit;
  readonly method: string;
  readonly path: string;
  readonly document: {
    readonly description?: string;
    readonly security?: unknown[];
    readonly requestBody?: { content: Body };
    readonly responses: Readonly<Record<string, unknown>>;
  };
}

/** The one whose token is a secret in a header of its own. */
export const webhook = 'POST /api/webhooks/image-completion';

export async function operationsOf(studio: ServedStudio): Promise<Operation[]> {
  const { paths } = (await studio.ask({ path: '/api/openapi.json', token: null })).json() as {
    paths: Record<string, Record<string, Operation['document']>>;
  };
  return contractTable.map(({ ask, limit }) => {
    const [method = '', template = ''] = ask.split(' ');
    const document = paths[template]?.[method.toLowerCase()];
    if (document === undefined) throw new Error(`the document has no ${ask}`);
    return { ask, limit, method, path: template.replaceAll(/\{\w+\}/g, 'nobody'), document };
  });
}

export const isOpen = ({ document }: Operation) => document.security?.length === 0;
export const scopeOf = ({ document, method }: Operation) =>
  /scope `(\w+)`/.exec(document.description ?? '')?.[1] ?? (method === 'GET' ? 'read' : 'write');
export const takesJson = ({ document }: Operation) => document.requestBody?.content['application/json'] !== undefined;

/** Asks every one of them, a few at a time, and says of each what came back. */
export async function each<Result>(
  asked: readonly Operation[],
  work: (operation: Operation) => Promise<Result>,
): Promise<Record<string, Result>> {
  const results: Record<string, Result> = {};
  for (let start = 0; start < asked.length; start += 8) {
    const some = asked.slice(start, start + 8);
    await Promise.all(
      some.map(async (operation) => {
        results[operation.ask] = await work(operation);
      }),
    );
  }
  return results;
}

export const all = <Value>(asked: readonly Operation[], value: Value): Record<string, Value> =>
  Object.fromEntries(asked.map(({ ask }) => [ask, value]));

/** What is wrong with a refusal as such: it must have a code and a sentence, and nothing of our inside. */
export function faultOf({ text }: Answer): string | null {
  const body = JSON.parse(text) as Body;
  const error = body['error'];
  const code = typeof error === 'object' ? (error as Body)['code'] : body['code'];
  if (typeof code !== 'string' || !/^[A-Z_]+$/.test(code)) return `no code: ${text}`;
  if (/\s+at .+:\d+:\d+|node_modules|SQLITE|eyJ/.test(text)) return `says too much: ${text}`;
  return null;
}

export async function statusOf(asked: Promise<Answer>): Promise<string> {
  const answer = await asked;
  return faultOf(answer) ?? String(answer.status);
}

export const withBody = (operation: Operation) => (operation.method === 'GET' ? {} : { body: {} });
