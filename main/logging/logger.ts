// The app's log and one log per job: lines in files, rotated, with nothing private in them.

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const rotateAtBytes = 2 * 1024 * 1024;
/** Logs of older jobs go: who has drawn so much since does not look for them any more. */
const usualJobLogsKept = 2000;

export interface Logger {
  line(text: string): void;
  job(id: string, text: string): void;
  /** The last lines of a job's log, oldest first, and how many there are in all. */
  jobLines(id: string, count: number): { readonly logs: string[]; readonly totalLines: number };
}

export function createLogger(options: {
  readonly folder: string;
  readonly clock: () => number;
  readonly jobLogsKept?: number;
}): Logger {
  const jobsFolder = join(options.folder, 'jobs');
  mkdirSync(jobsFolder, { recursive: true });
  keepNewest(jobsFolder, options.jobLogsKept ?? usualJobLogsKept);
  const jobFile = (id: string): string => join(jobsFolder, `${id}.log`);

  function append(file: string, text: string): void {
    const stamp = new Date(options.clock()).toISOString();
    const safe = redact(text).replaceAll(/[\r\n]+/g, ' | ');
    try {
      if (existsSync(file) && statSync(file).size > rotateAtBytes) renameSync(file, before(file));
      appendFileSync(file, `${stamp} ${safe}\n`);
    } catch {
      // A log that cannot be written (disk full, read-only) must never stop the work it describes.
    }
  }

  return {
    line: (text) => append(join(options.folder, 'tessera.log'), text),
    job: (id, text) => append(jobFile(id), text),
    jobLines(id, count) {
      const file = jobFile(id);
      const lines = [before(file), file].flatMap(linesOf);
      return { logs: lines.slice(-count), totalLines: lines.length };
    },
  };
}

/** Where a log goes when it has grown too long; what stood there before is forgotten. */
function before(file: string): string {
  return `${file}.old`;
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

function keepNewest(folder: string, count: number): void {
  const names = readdirSync(folder);
  if (names.length <= count) return;
  const aged = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of aged.toSorted((a, b) => b.at - a.at).slice(count)) rmSync(join(folder, name));
}

/** A word that names a secret, then its value, as headers, JSON, addresses and settings write them. */
const named =
  /((?:authorization|secret|password|passwd|token|api[-_]?key|access[-_]?key(?:[-_]?id)?)["']?\s*[:=]\s*["']?)(?!<)[^\s"',;&|}]+/gi;

/** Takes out what a shared log must not show: tokens, keys, passwords, and the name in the home folder's path. */
export function redact(text: string): string {
  const home = homedir();
  const safe = text
    .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>')
    .replaceAll(/\b((?:bearer|basic)\s+)(?!<)[\w+/=.~-]{8,}/gi, '$1<token>')
    // What AWS, Hugging Face, GitHub and OpenAI give out can be told by its beginning.
    .replaceAll(/\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|(?:hf_|gh[pousr]_|sk-)[\w-]{16,})/g, '<key>')
    .replaceAll(/(\w:\/\/)[^\s/@]+@/g, '$1<credentials>@')
    .replaceAll(named, '$1<secret>');
  return home.length > 1 ? safe.replaceAll(home, '~') : safe;
}
