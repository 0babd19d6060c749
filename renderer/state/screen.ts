// Which screen is shown: kept in the address, so that reload and the back button do what one expects.

import { useSyncExternalStore } from 'react';

export const screens = ['create', 'library', 'queue', 'models', 'palettes', 'storyboards', 'settings'] as const;
/** Reached from the settings, and part of them on the rail. */
export const settingsScreens = ['sync', 'privacy', 'shortcuts', 'diagnostics'] as const;
export type Screen = (typeof screens)[number] | (typeof settingsScreens)[number];

/** The screen, and what it shows within: #/storyboards/<project>. */
function partsOf(hash: string): string[] {
  return hash.replace(/^#\//, '').split('/');
}

function screenOf(hash: string): Screen {
  const [named] = partsOf(hash);
  return [...screens, ...settingsScreens].find((screen) => screen === named) ?? 'create';
}

export function screenAddress(screen: Screen, part?: string): string {
  return part === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(part)}`;
}

export function goTo(screen: Screen, part?: string): void {
  globalThis.location.hash = screenAddress(screen, part);
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
  return useSyncExternalStore(followAddress, () => screenOf(globalThis.location.hash));
}

/** What the current screen shows within, or an empty text. */
export function useScreenPart(): string {
  return useSyncExternalStore(followAddress, () => partOf(globalThis.location.hash));
}

function partOf(hash: string): string {
  try {
    return decodeURIComponent(partsOf(hash)[1] ?? '');
  } catch {
    // A broken percent escape in an address typed by hand names nothing.
    return '';
  }
}

function followAddress(listener: () => void): () => void {
  globalThis.addEventListener('hashchange', listener);
  return () => globalThis.removeEventListener('hashchange', listener);
}
