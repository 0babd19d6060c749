// Boots the desktop app: its limits first, then the data, then the window.

import { join } from 'node:path';
import { app } from 'electron';
import { type Core, openCore } from './core.ts';
import { dataHome } from './home.ts';
import { findInstallation } from './installation.ts';
import { retriesFromEnvironment } from './retry-environment.ts';
import { refusedSwitches } from './shell/debug-switches.ts';
import { createDesktop } from './shell/desktop.ts';
import { startDesktopHosts } from './shell/desktop-hosts.ts';
import { developmentServer } from './shell/development-server.ts';
import { showFailure } from './shell/failure-window.ts';
import { openWindowDoor } from './shell/ipc.ts';
import { focusWindow } from './shell/focus-window.ts';
import { keepAttention } from './shell/keep-attention.ts';
import { keepLocalApi } from './shell/local-api.ts';
import { keepMenu } from './shell/keep-menu.ts';
import { makeProfile } from './shell/profile.ts';
import { registerAppScheme, serveApp } from './shell/protocol.ts';
import { closeBeforeQuit } from './shell/quit.ts';
import { createKeychainBox } from './shell/secrets.ts';
import { lockDown } from './shell/security.ts';
import { loadApp, openWindow } from './shell/window.ts';

/** As the catalogue's class `invalid`: started with arguments it does not take. */
const badArgumentsExit = 2;

const packaged = app.isPackaged;
const home = dataHome(process.env, process.platform);
const devServer = developmentServer(process.env['ELECTRON_RENDERER_URL'], packaged);
let core: Core | null = null;

function log(line: string): void {
  if (core === null || !packaged) console.error(line);
  core?.logger.line(line);
}

function boot(): void {
  const refused = packaged ? refusedSwitches(process.argv) : [];
  if (refused.length > 0) {
    console.error(`Tessera does not start with ${refused.join(' ')}: it would open the app to other programs.`);
    app.exit(badArgumentsExit);
    return;
  }
  // Chromium refuses its sandbox to root (containers, CI) unless told --no-sandbox, which enableSandbox would undo.
  if (packaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  lockDown(app, { devServer, log });
  const profile = makeProfile(home);
  app.setPath('userData', profile.folder);
  if (profile.lasting && !app.requestSingleInstanceLock()) {
    console.error('Tessera is already open with this data folder; its window was brought to the front.');
    app.exit(0);
    return;
  }
  app.on('second-instance', focusWindow);
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(() => open(profile.folder))
    .catch((thrown: unknown) => showFailure(thrown, { home }));
}

async function open(profileFolder: string): Promise<void> {
  const installation = findInstallation({ moduleUrl: import.meta.url });
  const { version } = installation;
  const opened = await openCore({
    home,
    resources: installation.resources,
    version,
    startHost: startDesktopHosts({
      installation,
      home,
      environment: process.env,
      setting: () => core?.settings.get().engineHost ?? 'auto',
      log,
    }),
    desktop: createDesktop(),
    secretBox: createKeychainBox(process.platform),
    retries: retriesFromEnvironment(process.env),
    // A library named by the environment runs in this process, so a shipped app takes none.
    sqliteBinding: packaged ? undefined : process.env['TESSERA_SQLITE_BINDING'],
  });
  core = opened;
  const localApi = keepLocalApi({
    core: opened,
    // Loaded with the switch: most windows never open a port and should not wait for what could.
    open: async (port) => (await import('./api/server.ts')).startApi({ core: opened, port, ui: null, version, log }),
    log,
  });
  closeBeforeQuit(app, { close: () => localApi.close().then(opened.close) }, log);
  serveApp({
    renderer: join(installation.root, 'out', 'renderer'),
    home,
    images: opened.images,
    sources: opened.sources,
    recall: opened.recall,
    palettes: opened.palettes,
    devServer,
  });
  const door = openWindowDoor({ core: opened, log });
  const window = openWindow({
    preload: join(installation.root, 'out', 'preload', 'index.cjs'),
    boundsFile: join(profileFolder, 'bounds.json'),
    log,
  });
  door.admit(window.webContents);
  keepMenu(opened);
  keepAttention(opened);
  opened.start();
  await loadApp(window, log);
}

boot();
