// Stands in for the electron module in unit tests: keeps what it was told, and lets a test play the browser.

import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { FakeSession, FakeWebContents } from './electron-page.ts';

/** Everything that happened, in order, for tests of order. */
export const journal: string[] = [];

export class BrowserWindow extends EventEmitter {
  static opened: BrowserWindow[] = [];
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.opened.find((window) => window.focused) ?? null;
  }
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.opened.filter((window) => !window.destroyed);
  }
  readonly webContents = new FakeWebContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  destroyed = false;
  visible = false;
  focused = false;
  minimized = false;
  maximized = false;
  bounds = { x: 0, y: 0, width: 0, height: 0 };
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 0, height: options.height ?? 0 };
    journal.push('new BrowserWindow');
    BrowserWindow.opened.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(address: string): Promise<void> {
    journal.push(`load ${address}`);
    this.webContents.mainFrame.url = address;
  }
  show(): void {
    this.visible = true;
  }
  focus(): void {
    this.focused = true;
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isFullScreen(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }
  /** The person closes the window. */
  closeByHand(): void {
    this.emit('close');
    this.destroyed = true;
    this.webContents.destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (BrowserWindow.getAllWindows().length === 0) app.emit('window-all-closed');
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  locale = 'en-GB';
  hasLock = true;
  exits: number[] = [];
  paths: Record<string, string> = {};
  /** What a person or a test put on the command line. */
  given: string[] = [];
  readonly commandLine = {
    switches: [] as string[],
    appendSwitch: (name: string) => this.commandLine.switches.push(name),
    hasSwitch: (name: string) => this.given.includes(name),
  };
  enableSandbox(): void {
    journal.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    journal.push('requestSingleInstanceLock');
    return this.hasLock;
  }
  setPath(name: string, path: string): void {
    journal.push(`setPath ${name}`);
    this.paths[name] = path;
  }
  getLocale(): string {
    return this.locale;
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    journal.push('ready');
    this.emit('session-created', session.defaultSession);
  }
  quit(): void {
    journal.push('quit');
    this.emit('will-quit', { preventDefault: () => journal.push('quit held back') });
  }
  exit(code = 0): void {
    journal.push(`exit ${code}`);
    this.exits.push(code);
  }
}

export const app = new FakeApp();
export const session = { defaultSession: new FakeSession() };

class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}
export const ipcMain = new FakeIpcMain();

export const protocol = {
  schemes: [] as Electron.CustomScheme[],
  handlers: new Map<string, (request: Request) => Response | Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    journal.push('registerSchemesAsPrivileged');
    this.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    journal.push(`handle ${scheme}`);
    this.handlers.set(scheme, handler);
  },
  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  },
};

export const shell = {
  opened: [] as string[],
  revealed: [] as string[],
  async openExternal(address: string): Promise<void> {
    this.opened.push(address);
  },
  showItemInFolder(path: string): void {
    this.revealed.push(path);
  },
};

export const dialog = {
  /** What the person chooses; nothing closes the dialog without a choice. */
  chosen: [] as string[],
  async showOpenDialog(): Promise<{ filePaths: string[] }> {
    return { filePaths: this.chosen };
  },
};

export const Menu = {
  shown: [] as Electron.MenuItemConstructorOptions[][],
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu(menu: Electron.MenuItemConstructorOptions[]): void {
    this.shown.push(menu);
  },
};

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };

/** The desktop's keychain; `backend` is what a test makes of the desktop. */
export const safeStorage = {
  backend: 'gnome_libsecret',
  available: true,
  plainText: false,
  getSelectedStorageBackend: (): string => safeStorage.backend,
  isEncryptionAvailable: (): boolean => safeStorage.available,
  setUsePlainTextEncryption(use: boolean): void {
    safeStorage.plainText = use;
  },
  encryptString: (text: string): Buffer => Buffer.from(`sealed:${text}`),
  decryptString: (sealed: Buffer): string => sealed.toString().replace(/^sealed:/, ''),
};

/** The clipboard in its present shape; `pictures` holds what was written, by type. */
export const clipboard = {
  written: [] as ClipboardItem[],
  async write(items: ClipboardItem[]): Promise<void> {
    this.written.push(...items);
  },
};
export class ClipboardItem {
  readonly content: Record<string, Blob>;
  constructor(content: Record<string, Blob>) {
    this.content = content;
  }
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
export const nativeImage = {
  createFromPath: (path: string) => ({ resize: ({ width }: { width: number }) => ({ path, width }) }),
  createFromBuffer: (bytes: Buffer) => ({ bytes, isEmpty: () => !bytes.subarray(0, 4).equals(pngSignature) }),
};

export class FakeUtilityProcess extends EventEmitter {
  pid: number | undefined;
  readonly stdout = null;
  readonly stderr = null;
  readonly sent: unknown[] = [];
  readonly module: string;
  readonly args: readonly string[];
  readonly options: Electron.ForkOptions;
  constructor(module: string, args: readonly string[], options: Electron.ForkOptions) {
    super();
    this.module = module;
    this.args = args;
    this.options = options;
  }
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  kill(): boolean {
    return true;
  }
}
export const utilityProcess = {
  forked: [] as FakeUtilityProcess[],
  fork(module: string, args: readonly string[], options: Electron.ForkOptions): FakeUtilityProcess {
    const child = new FakeUtilityProcess(module, args, options);
    this.forked.push(child);
    return child;
  },
};

export const contextBridge = {
  exposed: new Map<string, unknown>(),
  exposeInMainWorld(name: string, api: unknown): void {
    this.exposed.set(name, api);
  },
};
export const ipcRenderer = {
  invoked: [] as unknown[][],
  posted: [] as { channel: string; message: unknown; ports: readonly MessagePort[] }[],
  answer: { ok: true, value: {} } as unknown,
  async invoke(...args: unknown[]): Promise<unknown> {
    this.invoked.push(args);
    return this.answer;
  },
  postMessage(channel: string, message: unknown, ports: readonly MessagePort[]): void {
    this.posted.push({ channel, message, ports });
  },
};

/** Every test starts with a browser that has just been installed. */
export function resetElectron(): void {
  journal.length = 0;
  app.removeAllListeners();
  Object.assign(app, { isPackaged: false, locale: 'en-GB', hasLock: true, exits: [], paths: {}, given: [] });
  app.commandLine.switches.length = 0;
  session.defaultSession = new FakeSession();
  ipcMain.removeAllListeners();
  ipcMain.handlers.clear();
  BrowserWindow.opened = [];
  protocol.schemes.length = 0;
  protocol.handlers.clear();
  shell.opened.length = 0;
  shell.revealed.length = 0;
  dialog.chosen.length = 0;
  Menu.shown.length = 0;
  clipboard.written.length = 0;
  Object.assign(safeStorage, { backend: 'gnome_libsecret', available: true, plainText: false });
  utilityProcess.forked.length = 0;
  contextBridge.exposed.clear();
  ipcRenderer.invoked.length = 0;
  ipcRenderer.posted.length = 0;
}
