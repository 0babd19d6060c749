import { expect, it } from 'vitest';
import { openStudio } from '../fixtures.ts';

it('keeps a change, announces it, and leaves the rest at its default', () => {
  const studio = openStudio();
  studio.settings.set({ theme: 'light' });

  expect(openStudio(studio.home).settings.get()).toMatchObject({ theme: 'light', language: 'system' });
  expect(studio.seen.at(-1)).toMatchObject({ name: 'settings.changed', data: { theme: 'light' } });
});

it('uses the default for a stored value that no longer parses and says so in the log', () => {
  const studio = openStudio();
  studio.settings.set({ language: 'fr' });
  studio.store.database
    .prepare("INSERT INTO settings VALUES ('theme', '\"purple\"'), ('engineHost', 'not json')")
    .run();

  expect(studio.settings.get()).toMatchObject({ theme: 'system', language: 'fr', engineHost: 'auto' });
});
