// Which screen is shown: kept in the address, so that reload and the back button do what one expects.

import { useSyncExternalStore } from 'react';

export const screens = ['create', 'library', 'queue', 'models', 'settings'] as const;
/** Reached from the settings, and part of them on the rail. */
export const settingsScreens = ['sync', 'diagnostics'] as const;
export type Screen = (typeof screens)[number] | (typeof settingsScreens)[number];

function screenOf(hash: string): Screen {
  const named = hash.replace(/^#\//, '');
  return [...screens, ...settingsScreens].find((screen) => screen === named) ?? 'create';
}

export function screenAddress(screen: Screen): string {
  return `#/${screen}`;
}

export function goTo(screen: Screen): void {
  globalThis.location.hash = screenAddress(screen);
}

/** Brings the newest of the current screen into sight. */
export function showTop(): void {
  document.querySelector('main')?.scrollTo({ top: 0, behavior: 'smooth' });
}

/** Whether what is newly put on top would go unseen. */
export function isTopOutOfSight(): boolean {
  return (document.querySelector('main')?.scrollTop ?? 0) > 200;
}

export function useScreen(): Screen {
  return useSyncExternalStore(
    (listener) => {
      globalThis.addEventListener('hashchange', listener);
      return () => globalThis.removeEventListener('hashchange', listener);
    },
    () => screenOf(globalThis.location.hash),
  );
}
