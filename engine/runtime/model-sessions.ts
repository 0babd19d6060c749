// The graphs of one model, all kept open, or one at a time where memory does not hold them together.

import type { Session, TensorRuntime } from './tensor-runtime.ts';

export interface ModelSessions {
  /** Whether a graph lets all others go before it runs. */
  readonly oneAtATime: boolean;
  /** As the runtime's; a graph that was let go is opened again by its next run. */
  open(path: string): Promise<Session>;
  /** Below the model's folder, the graphs that compute in single precision although their numbers are kept in half. */
  readonly widened: readonly string[];
  /**
   * From now on computes with the half-precision numbers of one graph in single.
   * @param file its path below the model's folder; false when it has none, or does so already
   */
  widen(file: string): Promise<boolean>;
  /** Lets all go now, and from now on keeps only the one that runs. */
  spare(): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  readonly path: string;
  /** Whether a wider copy of it can be had. */
  readonly isHalf: boolean;
  /** How it was called when that began; null until then. */
  widenedFile: string | null;
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
    get widened() {
      return kept.flatMap(({ widenedFile }) => widenedFile ?? []);
    },
    async open(path) {
      if (oneAtATime) await letGoAll(null);
      let session: Session | null = await runtime.open(path);
      const { inputs, outputs } = session;
      const one: Kept = {
        path,
        isHalf: session.isHalf === true,
        widenedFile: null,
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
          if (session === null && !closed) session = await runtime.open(path, { widened: one.widenedFile !== null });
          if (session === null) throw new TypeError('a graph ran after its model was closed');
          return await session.run(feeds);
        },
        close: () => one.letGo(),
      };
    },
    async widen(file) {
      const one = kept.find(({ path }) => path.replaceAll('\\', '/').endsWith(`/${file}`));
      if (one === undefined || !one.isHalf || one.widenedFile !== null) return false;
      one.widenedFile = file;
      await one.letGo();
      return true;
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
