// The graphs of one model, all kept open, or one at a time where memory does not hold them together.

import type { Session, TensorRuntime } from './tensor-runtime.ts';

export interface ModelSessions {
  /** Whether a graph lets all others go before it runs. */
  readonly oneAtATime: boolean;
  /** As the runtime's; a graph that was let go is opened again by its next run. */
  open(path: string): Promise<Session>;
  /** Lets all go now, and from now on keeps only the one that runs. */
  spare(): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  readonly letGo: () => Promise<void>;
}

export function createModelSessions(runtime: TensorRuntime): ModelSessions {
  const kept: Kept[] = [];
  let oneAtATime = false;
  let closed = false;
  const letGoAll = async (but: Kept | null) => {
    await Promise.all(kept.filter((other) => other !== but).map((other) => other.letGo()));
  };

  return {
    get oneAtATime() {
      return oneAtATime;
    },
    async open(path) {
      if (oneAtATime) await letGoAll(null);
      let session: Session | null = await runtime.open(path);
      const { inputs, outputs } = session;
      const one: Kept = {
        async letGo() {
          const old = session;
          session = null;
          await old?.close();
        },
      };
      kept.push(one);
      return {
        inputs,
        outputs,
        async run(feeds) {
          if (oneAtATime) await letGoAll(one);
          if (session === null && !closed) session = await runtime.open(path);
          if (session === null) throw new TypeError('a graph ran after its model was closed');
          return await session.run(feeds);
        },
        close: () => one.letGo(),
      };
    },
    async spare() {
      oneAtATime = true;
      await letGoAll(null);
    },
    async close() {
      closed = true;
      await letGoAll(null);
    },
  };
}
