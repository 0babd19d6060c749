// Packs the app, starts the package as a person without rights, and works it by the keys of a real X server.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { electron, root } from './launch-app.ts';

/** Nobody, on every Linux: Chromium refuses its sandbox to root, and a package is never started without it. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

export interface Packaged {
  readonly folder: string;
  /** The same app in a folder of that name, in which nothing can be written. */
  copy(name: string): string;
  remove(): void;
}

export function packApp(): Packaged {
  const place = mkdtempSync(join(tmpdir(), 'tessera-package-'));
  // Whoever starts it must be able to read it.
  chmodSync(place, 0o755);
  const { executable, environment } = electron();
  execFileSync(
    process.execPath,
    [join(root, 'scripts', 'package.mjs'), '--dir', `-c.directories.output=${join(place, 'dist')}`],
    { cwd: root, stdio: 'pipe', env: { ...process.env, ...environment, TESSERA_ELECTRON: executable } },
  );
  const folder = join(place, 'dist', 'linux-unpacked');
  return {
    folder,
    copy(name) {
      const copied = join(place, name);
      cpSync(folder, copied, { recursive: true });
      forbidWriting(copied);
      return copied;
    },
    remove() {
      execFileSync('chmod', ['-R', 'u+w', place]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function forbidWriting(folder: string): void {
  execFileSync('chmod', ['-R', 'a-w', folder]);
}

/** Nobody's folder, when the tests run as root. */
export function giveAway(folder: string): void {
  if (isRoot) execFileSync('chown', ['-R', String(nobody), folder]);
}

export interface RunningPackage {
  /** Types this where the focus is; a line break is Ctrl+Enter. */
  enter(text: string): Promise<void>;
  press(keys: string): void;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

/** @param options.record a file that gets each connection, binding and datagram of the app and all its processes */
export function startPackaged(options: { folder: string; home: string; record?: string }): RunningPackage {
  const environment = { ...displayFor(options.home), PATH: process.env['PATH'] ?? '', TESSERA_HOME: options.home };
  const command = [
    ...(isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []),
    ...(options.record === undefined ? [] : traced(options.record)),
    join(options.folder, 'tessera'),
  ];
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { cwd: '/', env: environment, stdio: 'pipe', detached: true });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return {
    async enter(text) {
      const window = await theWindow(child).catch((cause: Error) => {
        throw new Error(`${cause.message}:\n${output}`);
      });
      keys('windowfocus', '--sync', window, 'key', 'ctrl+a', 'type', text);
      keys('key', 'ctrl+Return');
    },
    press: (pressed) => keys('key', pressed),
    ended,
    kill() {
      if (child.pid !== undefined && !hasEnded(child)) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

/** The display's key is the tester's own; whoever runs the app gets a copy. There is no HOME: the app does without. */
function displayFor(home: string): Record<string, string> {
  const { DISPLAY = '', XAUTHORITY: key } = process.env;
  if (key === undefined) return { DISPLAY };
  const copied = join(home, 'display-key');
  copyFileSync(key, copied);
  giveAway(copied);
  return { DISPLAY, XAUTHORITY: copied };
}

export function traced(record: string): [string, ...string[]] {
  return ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,bind,sendto,sendmsg,sendmmsg', '-o', record];
}

/** Lines of a record that name an address of the internet which is not of this machine. */
export function waysOut(record: string): string[] {
  return record
    .split('\n')
    .filter((line) => /sa_family=AF_INET6?\b/.test(line))
    .filter((line) => !/inet_addr\("127\.|inet_pton\(AF_INET6, "(?:::1|::ffff:127\.[\d.]+)"/.test(line));
}

function keys(...args: readonly string[]): void {
  execFileSync('xdotool', args, { stdio: 'pipe' });
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

const windowTimeoutMs = 60_000;

async function theWindow(child: ChildProcess): Promise<string> {
  const until = Date.now() + windowTimeoutMs;
  while (Date.now() < until && !hasEnded(child)) {
    try {
      const found = execFileSync('xdotool', ['search', '--onlyvisible', '--name', '^Tessera$'], { encoding: 'utf8' });
      const window = found.trim().split('\n').at(-1);
      if (window) return window;
    } catch {
      // None yet: xdotool then ends with an error.
    }
    await later(200);
  }
  throw new Error(
    `the packaged app showed no window and ${hasEnded(child) ? `ended (${child.exitCode ?? child.signalCode})` : 'still runs'}`,
  );
}

export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
}
