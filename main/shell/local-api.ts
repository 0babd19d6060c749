// Opens and closes the local API of the window as its settings say; without a word from a person it stays closed.

import { toEnvelope } from '../../shared/errors.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type { Core } from '../core.ts';

interface OpenApi {
  readonly url: string;
  close(): Promise<void>;
}

export interface LocalApi {
  close(): Promise<void>;
}

/** Changes follow one after the other, so that a switch flicked twice ends as it was left. */
export function keepLocalApi(options: {
  readonly core: Pick<Core, 'settings' | 'events' | 'localApi'>;
  /** Throws PORT_IN_USE. */
  readonly open: (port: number) => Promise<OpenApi>;
  readonly log: (line: string) => void;
}): LocalApi {
  const { core, log } = options;
  let running: { readonly api: OpenApi; readonly asked: string } | null = null;
  let turn: Promise<void> = Promise.resolve();

  async function follow(settings: Settings | null): Promise<void> {
    const wanted = settings?.localApi === true ? wordsOf(settings) : null;
    if (running?.asked === wanted) return;
    if (running !== null) {
      await running.api.close();
      running = null;
      core.localApi.set({ url: null, problem: null });
      log('the local API is closed');
    }
    if (wanted === null || settings === null) return;
    try {
      const api = await options.open(settings.localApiPort);
      running = { api, asked: wanted };
      core.localApi.set({ url: api.url, problem: null });
      log(`the local API answers at ${api.url}`);
    } catch (error) {
      const { code, message } = toEnvelope(error);
      core.localApi.set({ url: null, problem: message });
      log(`the local API did not open: ${code}`);
    }
  }

  function queue(settings: Settings | null): Promise<void> {
    turn = turn
      .then(() => follow(settings))
      .catch((error: unknown) => log(`the local API could not follow its settings: ${String(error)}`));
    return turn;
  }

  const unsubscribe = core.events.subscribe((event) => {
    if (event.name === 'settings.changed') void queue(event.data);
  });
  void queue(core.settings.get());
  return {
    close() {
      unsubscribe();
      return queue(null);
    },
  };
}

/** What of the settings makes another API of it: the limits are read when it opens. */
function wordsOf({ localApiPort, apiLimits }: Settings): string {
  return JSON.stringify({ localApiPort, apiLimits });
}
