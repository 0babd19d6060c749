// Where a blow fell, by what it left on disk: not where it was aimed at, but what was really under way.

import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

export type Landing =
  | 'before it answered'
  | 'with a request on the wire'
  | 'within a commit'
  | 'with a picture half written'
  | 'with a picture in place and not recorded'
  | 'with all pictures recorded and the job not ended'
  | 'in the middle of drawing'
  | 'while a thumbnail was asked for'
  | 'with nothing running';

const Row = z.object({ image: z.string(), ready: z.int() });

/** Of a studio that was just killed; reads a copy of its database, so that the next start finds what was left. */
export function landingOnDisk(home: string): Landing {
  const files = filesUnder(join(home, 'library'));
  const rows = rowsOfDead(home);
  const planned = rows.filter(({ ready }) => ready === 0);
  if (hasTornCommit(home)) return 'within a commit';
  if (files.some((name) => name.endsWith('.part'))) return 'with a picture half written';
  if (planned.some(({ image }) => files.some((name) => name === `${image}.png`))) {
    return 'with a picture in place and not recorded';
  }
  if (rows.length === 0) return 'with nothing running';
  return planned.length === 0 ? 'with all pictures recorded and the job not ended' : 'in the middle of drawing';
}

/** Of a host that was just killed under a studio that lives. */
export function landingOfHost(home: string): Landing {
  if (filesUnder(join(home, 'library')).some((name) => name.endsWith('.part'))) return 'with a picture half written';
  return rowsOfRunning(home).length > 0 ? 'in the middle of drawing' : 'with nothing running';
}

function rowsOfDead(home: string): z.infer<typeof Row>[] {
  const copy = mkdtempSync(join(tmpdir(), 'tessera-landing-'));
  try {
    for (const name of ['tessera.db', 'tessera.db-wal']) {
      if (existsSync(join(home, name))) copyFileSync(join(home, name), join(copy, name));
    }
    return rowsOfRunning(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function rowsOfRunning(folder: string): z.infer<typeof Row>[] {
  const database = new Database(join(folder, 'tessera.db'));
  try {
    const rows = database
      .prepare(
        `SELECT images.id AS image, images.state = 'ready' AS ready
         FROM jobs JOIN images ON images.job = jobs.id WHERE jobs.state = 'running'`,
      )
      .all();
    return z.array(Row).parse(rows);
  } finally {
    database.close();
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

const walHeadBytes = 32;
const frameHeadBytes = 24;

/** Whether the write-ahead log (https://www.sqlite.org/fileformat2.html#walformat) ends in frames that no commit closes. */
function hasTornCommit(home: string): boolean {
  const path = join(home, 'tessera.db-wal');
  if (!existsSync(path)) return false;
  const log = readFileSync(path);
  if (log.length < walHeadBytes) return false;
  const frameBytes = frameHeadBytes + log.readUInt32BE(8);
  let closed = true;
  for (let at = walHeadBytes; at + frameHeadBytes <= log.length; at += frameBytes) {
    // Frames of an earlier round through the file carry other salts.
    if (!log.subarray(at + 8, at + 16).equals(log.subarray(16, 24))) break;
    closed = log.readUInt32BE(at + 4) > 0 && at + frameBytes <= log.length;
  }
  return !closed;
}
