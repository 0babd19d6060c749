// The one way into the product: parse, check access, run the handler, map errors. Every door stands on it.

import { calls, isCallName } from '../shared/contract/index.ts';
import type { Access } from '../shared/contract/call.ts';
import type { JobDoor } from '../shared/domain/job.ts';
import { type ErrorEnvelope, TesseraError, toEnvelope } from '../shared/errors.ts';
import type { HandlerContext, Handlers } from './handler-table.ts';
import { validationError } from './validation-sentence.ts';

export interface DispatchContext {
  readonly door: JobDoor;
  readonly access: ReadonlySet<Access>;
}

export type DispatchResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorEnvelope };

export type Dispatch = (name: unknown, raw: unknown, context: DispatchContext) => Promise<DispatchResult>;

export function createDispatch(options: {
  readonly handlers: Handlers;
  readonly log: (line: string) => void;
}): Dispatch {
  return async (name, raw, context) => {
    try {
      if (!isCallName(name)) {
        throw new TesseraError('CALL_UNKNOWN', `There is no call named ${JSON.stringify(name)?.slice(0, 80)}.`);
      }
      const definition = calls[name];
      if (!context.access.has(definition.access)) {
        throw new TesseraError(
          'FORBIDDEN',
          `${name} needs ${definition.access} access, which this caller does not have.`,
          { details: { scope: definition.access } },
        );
      }
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) throw validationError(parsed.error, raw);
      const handler = options.handlers[name] as Handler;
      return { ok: true, value: await handler(parsed.data, context) };
    } catch (error) {
      if (!(error instanceof TesseraError)) logBug(name, error);
      return { ok: false, error: toEnvelope(error) };
    }
  };

  function logBug(name: unknown, error: unknown): void {
    options.log(`bug in ${String(name)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/** A union of handler types cannot be called with the union of their inputs; the parse above is what makes it safe. */
type Handler = (input: unknown, context: HandlerContext) => unknown;
