// Probes every part of the app now and says how each is.

import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOutput } from '../shared/contract/index.ts';
import type { Engine } from './engine/supervisor.ts';
import type { Store } from './store/database.ts';
import type { JobTable } from './store/job-table.ts';

type Health = CallOutput<'system.health'>;
type Service = Health['services'][number];

/** Less free space than this and the next pictures may not fit. */
const lowDiskBytes = 512 * 1024 * 1024;

const probeBytes = 4096;

export async function systemHealth(options: {
  readonly home: string;
  readonly version: string;
  readonly startedAt: number;
  readonly clock: () => number;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly engine: Engine;
}): Promise<Health> {
  const services = [
    await probe('database', () => Promise.resolve(databaseAnswers(options.store))),
    await probe('storage', () => storageAnswers(options.home)),
    await engineAnswers(options.engine),
  ];
  const counts = options.jobs.countByState();
  return {
    status: services.every((service) => service.status === 'ok' || service.status === 'idle') ? 'healthy' : 'degraded',
    version: options.version,
    platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    uptimeSeconds: (options.clock() - options.startedAt) / 1000,
    memoryMb: process.memoryUsage().rss / 1024 / 1024,
    services,
    queue: { queued: counts.queued ?? 0, running: counts.running ?? 0 },
  };
}

async function probe(name: Service['name'], ask: () => Promise<Omit<Service, 'name' | 'latencyMs'>>): Promise<Service> {
  const started = performance.now();
  try {
    return { name, ...(await ask()), latencyMs: performance.now() - started };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    const why = code === null ? 'No answer.' : (troubles[code] ?? `No answer (${code}).`);
    return { name, status: 'down', message: why, latencyMs: performance.now() - started };
  }
}

const troubles: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full; nothing can be written.',
  EDQUOT: 'The quota of this disk is used up; nothing can be written.',
  EROFS: 'The disk can only be read.',
  EACCES: 'The data folder may not be written to.',
};

function databaseAnswers(store: Store): Omit<Service, 'name' | 'latencyMs'> {
  const { database } = store;
  database.prepare('SELECT 1').get();
  try {
    // Room for one more page, taken back at once.
    database.exec('BEGIN IMMEDIATE; CREATE TABLE health_probe (written INTEGER); ROLLBACK;');
    // And a write that reaches the disk, for what is taken back never leaves memory. It says what is said already.
    const version = Number(database.pragma('user_version', { simple: true }));
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${version}; COMMIT;`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY')) return { status: 'ok', message: 'Open and busy with a write.' };
    return {
      status: 'degraded',
      message: code.startsWith('SQLITE_FULL')
        ? 'It can be read, but the disk is full.'
        : 'It can be read, but not written.',
    };
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
  }
  return { status: 'ok', message: 'Open and answering.' };
}

async function storageAnswers(home: string): Promise<Omit<Service, 'name' | 'latencyMs'>> {
  await writeProbe(join(home, 'cache'));
  const disk = await statfs(home);
  const free = disk.bavail * disk.bsize;
  const freeText = `${(free / 1024 ** 3).toFixed(1)} GB free.`;
  return free < lowDiskBytes
    ? { status: 'degraded', message: `Almost full: ${freeText}` }
    : { status: 'ok', message: freeText };
}

/** Permissions and free space may both say yes to a disk that takes no more. */
async function writeProbe(folder: string): Promise<void> {
  const file = join(folder, 'health-probe');
  try {
    await writeFile(file, Buffer.alloc(probeBytes, 1), { flush: true });
  } finally {
    await rm(file, { force: true });
  }
}

async function engineAnswers(engine: Engine): Promise<Service> {
  const started = performance.now();
  const name = 'engine';
  try {
    const latencyMs = await engine.ping();
    const { state, message, fallen } = engine.health();
    if (fallen && state !== 'broken') {
      const words = `It stopped unexpectedly and has not finished anything since; ${startsAgain}`;
      return { name, status: 'degraded', message: words, latencyMs };
    }
    return { name, status: state === 'broken' ? 'down' : state === 'idle' ? 'idle' : 'ok', message, latencyMs };
  } catch {
    const message = `It did not answer and was stopped; ${startsAgain}`;
    return { name, status: 'degraded', message, latencyMs: performance.now() - started };
  }
}

const startsAgain = 'it starts again by itself with the next picture.';
