// Finds the Chromium that browser tests run in.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** `TESSERA_CHROMIUM`, the browser Playwright downloaded, or the system's; undefined where there is none. */
export function browserExecutable() {
  const named = process.env['TESSERA_CHROMIUM'];
  return [...(named ? [named] : []), chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));
}
