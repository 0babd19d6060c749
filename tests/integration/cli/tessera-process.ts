// Runs the real `tessera` command as a child process on a data folder of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const tesseraEntry = fileURLToPath(new URL('../../../main/cli/main.ts', import.meta.url));

export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON document it must be. */
  json(): unknown;
}

export interface RunningTessera {
  readonly pid: number;
  /** To the whole group, as a terminal does with Ctrl+C. */
  press(signal: NodeJS.Signals): void;
  /** Does nothing to a process that has ended. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves with all that was written once the text is there; fails when the process ends before. */
  sees(stream: 'stdout' | 'stderr', text: RegExp): Promise<string>;
  readonly finished: Promise<Finished>;
}

export interface Tessera {
  readonly home: string;
  run(...words: string[]): Promise<Finished>;
  start(...words: string[]): RunningTessera;
  /** Runs with this text on stdin. */
  fed(stdin: string, ...words: string[]): Promise<Finished>;
  /** Runs with --json, expects exit code 0, gives the document. */
  json<Document>(...words: string[]): Promise<Document>;
  /** Names of the files in the data folder, at any depth, whose bytes hold the text. */
  filesHolding(text: string): string[];
  remove(): void;
}

/**
 * @param home a folder to use as it is; without it a new one, removed by `remove`
 * @param through a program with its first arguments that ends by executing the command that follows them
 */
export function tesseraProcess(
  home = mkdtempSync(join(tmpdir(), 'tessera-cli-')),
  environment: Readonly<Record<string, string>> = {},
  through: readonly string[] = [],
): Tessera {
  const start = (...words: string[]) =>
    startTessera({ ...environment, TESSERA_HOME: home }, [...through, process.execPath, tesseraEntry, ...words]);
  const fed = (stdin: string, ...words: string[]) =>
    startTessera({ ...environment, TESSERA_HOME: home }, [process.execPath, tesseraEntry, ...words], stdin).finished;
  return {
    home,
    start,
    fed,
    run: (...words) => start(...words).finished,
    async json<Document>(...words: string[]) {
      const finished = await start(...words, '--json').finished;
      expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
      return finished.json() as Document;
    },
    filesHolding: (text) =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
        .map((entry) => entry.name),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function startTessera(
  environment: Readonly<Record<string, string>>,
  [program = '', ...words]: readonly string[],
  stdin?: string,
): RunningTessera {
  const child = spawn(program, words, {
    // A group of its own, so that a signal to it does not reach the test runner.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  // A command that reads nothing may be gone before it is fed.
  child.stdin.on('error', () => {}).end(stdin ?? '');
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, ...written, json: () => JSON.parse(written.stdout) as unknown });
    });
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    press: (signal) => process.kill(-pid, signal),
    kill: (signal) => void child.kill(signal),
    sees: (stream, text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.test(written[stream])) resolve(written[stream]);
        };
        child[stream].on('data', look);
        look();
        void finished.then(({ exitCode }) => {
          reject(new Error(`ended with ${exitCode} before ${text}:\n${written.stdout}\n${written.stderr}`));
        });
      }),
    finished,
  };
}
