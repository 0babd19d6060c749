// Everything: installs what the tests need where it can, then checks, suites, the built app in a browser and in its window.

import { build } from './build.mjs';
import { hasDisplay } from './display.mjs';
import { resolveElectron } from './resolve-electron.mjs';
import { checks, closeWith, runCheck, runPlaywright, runVitest } from './suites.mjs';
import { provideSystem } from './system-packages.mjs';

async function main() {
  await provideSystem();
  const electron = await resolveElectron(console.log);
  console.log(`Electron ${electron.version} (${electron.source}): ${electron.why}.`);
  await build({ force: true });

  const outcomes = [];
  for (const check of checks) outcomes.push(await runCheck(check));
  outcomes.push(await runVitest('unit', ['unit', 'renderer']));
  outcomes.push(await runVitest('contract and integration', ['contract', 'integration', 'security']));
  // Each page has a studio of its own; windows share one screen and its focus.
  outcomes.push(await runPlaywright('in the browser', 'web', { workers: 2 }));
  const inWindow = await runPlaywright('in the real window', 'app', {
    environment: { ...electron.environment, TESSERA_ELECTRON: electron.executable },
    wrapper: hasDisplay() ? [] : ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1440x900x24'],
  });
  outcomes.push(inWindow);
  console.log(`\n${inWindow.passed + inWindow.failed} tests ran in a real Electron window`);
  closeWith(outcomes);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
