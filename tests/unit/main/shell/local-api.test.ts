// The switch of the local API: closed by default, follows its settings in order, and says why when it cannot open.

import { expect, test, vi } from 'vitest';
import { keepLocalApi } from '../../../../main/shell/local-api.ts';
import { createLocalApiHolder } from '../../../../main/local-api/local-api-state.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { openStudio } from '../fixtures.ts';

function switchOver() {
  const { settings, events } = openStudio();
  const localApi = createLocalApiHolder();
  const journal: string[] = [];
  let taken: number | null = null;
  const kept = keepLocalApi({
    core: { settings, events: { subscribe: events.subscribe, since: events.since }, localApi },
    async open(port) {
      if (port === taken) throw new TesseraError('PORT_IN_USE', `Port ${port} is taken.`);
      journal.push(`open ${port}`);
      const close = async () => void journal.push(`close ${port}`);
      return { url: `http://127.0.0.1:${port}`, close };
    },
    log: () => {},
  });
  return {
    settings,
    localApi,
    journal,
    kept,
    take: (port: number) => {
      taken = port;
    },
  };
}

test('it stays closed until it is switched on', async () => {
  const { journal, kept } = switchOver();
  await kept.close();
  expect(journal).toEqual([]);
});

test('it opens, moves to another port, and closes', async () => {
  const { settings, localApi, journal, kept } = switchOver();
  settings.set({ localApi: true, localApiPort: 4100 });
  await vi.waitFor(() => expect(localApi.get().url).toBe('http://127.0.0.1:4100'));
  settings.set({ theme: 'dark' });
  settings.set({ localApiPort: 4200 });
  await vi.waitFor(() => expect(localApi.get().url).toBe('http://127.0.0.1:4200'));
  settings.set({ localApi: false });
  await vi.waitFor(() => expect(localApi.get().url).toBeNull());
  await kept.close();
  expect(journal).toEqual(['open 4100', 'close 4100', 'open 4200', 'close 4200']);
});

test('flicked twice it ends as it was left', async () => {
  const { settings, journal, kept } = switchOver();
  settings.set({ localApi: true });
  settings.set({ localApi: false });
  settings.set({ localApi: true });
  await kept.close();
  expect(journal).toEqual(['open 0', 'close 0', 'open 0', 'close 0']);
});

test('it says why it did not open, and opens once it can', async () => {
  const { settings, localApi, take, kept } = switchOver();
  take(4100);
  settings.set({ localApi: true, localApiPort: 4100 });
  await vi.waitFor(() => expect(localApi.get()).toEqual({ url: null, problem: 'Port 4100 is taken.' }));
  settings.set({ localApiPort: 4200 });
  await vi.waitFor(() => expect(localApi.get()).toEqual({ url: 'http://127.0.0.1:4200', problem: null }));
  await kept.close();
});
