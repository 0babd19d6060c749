// The app's log and one log per job: lines in files, rotated, with nothing private in them.

import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const rotateAtBytes = 2 * 1024 * 1024;

export interface Logger {
  line(text: string): void;
  job(id: string, text: string): void;
  /** The last lines of a job's log, oldest first, and how many there are in all. */
  jobLines(id: string, count: number): { readonly logs: string[]; readonly totalLines: number };
}

export function createLogger(options: { readonly folder: string; readonly clock: () => number }): Logger {
  const jobsFolder = join(options.folder, 'jobs');
  mkdirSync(jobsFolder, { recursive: true });
  const jobFile = (id: string): string => join(jobsFolder, `${id}.log`);

  function append(file: string, text: string): void {
    const stamp = new Date(options.clock()).toISOString();
    const safe = redact(text).replaceAll(/[\r\n]+/g, ' | ');
    try {
      if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, `${file}.old`);
      appendFileSync(file, `${stamp} ${safe}\n`);
    } catch {
      // A log that cannot be written (disk full, read-only) must never stop the work it describes.
    }
  }

  return {
    line: (text) => append(join(options.folder, 'tessera.log'), text),
    job: (id, text) => append(jobFile(id), text),
    jobLines(id, count) {
      if (!existsSync(jobFile(id))) return { logs: [], totalLines: 0 };
      const lines = readFileSync(jobFile(id), 'utf8').split('\n').slice(0, -1);
      return { logs: lines.slice(-count), totalLines: lines.length };
    },
  };
}

/** Takes out what a shared log must not show: tokens and the name in the home folder's path. */
export function redact(text: string): string {
  const home = homedir();
  const withoutTokens = text
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>')
    .replaceAll(/(bearer\s+)\S+/gi, '$1<token>');
  return home.length > 1 ? withoutTokens.replaceAll(home, '~') : withoutTokens;
}
