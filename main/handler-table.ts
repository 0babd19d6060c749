// What a handler is: one function per call of the contract. Beside handlers.ts, so that parts of the table can be written elsewhere.

import type { CallName, CallOutput, CallParsed } from '../shared/contract/index.ts';
import type { JobDoor } from '../shared/domain/job.ts';

export interface HandlerContext {
  readonly door: JobDoor;
}

export type Handlers = {
  readonly [Name in CallName]: (
    input: CallParsed<Name>,
    context: HandlerContext,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};
