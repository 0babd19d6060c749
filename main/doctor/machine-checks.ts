// Looks this machine over: data folder, disk, database, engine with its providers, keychain, versions.

import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../../shared/domain/model.ts';
import type { DiagnosisLine } from '../../shared/domain/sync-diagnosis.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import type { SecretService } from '../secrets/secret-service.ts';
import type { Store } from '../store/database.ts';
import { diagnosisLine } from './diagnosis-line.ts';

/** As in system-health: less, and the next pictures may not fit. */
const lowDiskBytes = 512 * 1024 * 1024;
const gigabyte = 1024 ** 3;

export async function machineChecks(options: {
  readonly home: string;
  readonly version: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly providers: Pick<ProviderService, 'probe'>;
  readonly secrets: SecretService;
  /** The model a new picture would be drawn with. */
  readonly model: () => Model;
}): Promise<DiagnosisLine[]> {
  return [
    checkFolder(options.home),
    checkDisk(options.home),
    checkDatabase(options.store),
    await checkEngine(options),
    await checkProviders(options.providers),
    checkModel(options.model()),
    checkKeychain(options.secrets),
    checkVersions(options),
  ];
}

function checkFolder(home: string): DiagnosisLine {
  const probe = join(home, `.doctor-${process.pid}`);
  try {
    writeFileSync(probe, 'a probe of tessera doctor\n');
    rmSync(probe);
    return diagnosisLine('folder', 'works');
  } catch (error) {
    return diagnosisLine('folder', 'broken', { message: systemCode(error) });
  }
}

function checkDisk(home: string): DiagnosisLine {
  try {
    const disk = statfsSync(home);
    const free = disk.bavail * disk.bsize;
    return diagnosisLine('disk', free < lowDiskBytes ? 'low' : 'free', { free: (free / gigabyte).toFixed(1) });
  } catch (error) {
    return diagnosisLine('disk', 'broken', { message: systemCode(error) });
  }
}

function checkDatabase(store: Store): DiagnosisLine {
  try {
    const verdict = String(store.database.pragma('quick_check(1)', { simple: true }));
    return verdict === 'ok'
      ? diagnosisLine('database', 'works')
      : diagnosisLine('database', 'broken', { message: verdict });
  } catch (error) {
    return diagnosisLine('database', 'broken', { message: systemCode(error) });
  }
}

/** Starts an engine process for it, which is what proves that one can be started. */
async function checkEngine({ engine, model }: { engine: Engine; model: () => Model }): Promise<DiagnosisLine> {
  try {
    await engine.ready();
    const { folder } = model();
    if (folder !== '') await engine.inspect({ folder, hash: false });
    const { state, message, about } = engine.health();
    if (state === 'broken') return diagnosisLine('engine', 'broken', { message });
    if (about === null) return diagnosisLine('engine', 'atRest');
    const facts = pairs(about.versions);
    return diagnosisLine('engine', 'says', { what: facts.join(' · ') });
  } catch (error) {
    return diagnosisLine('engine', 'broken', { message: sentence(error) });
  }
}

/** Tries them anew, each where it can harm nothing. */
async function checkProviders(providers: Pick<ProviderService, 'probe'>): Promise<DiagnosisLine> {
  try {
    const findings = await providers.probe();
    const what = findings.map(({ name, problem }) => problem ?? `${name} works`).join(' · ');
    return diagnosisLine('providers', 'says', { what });
  } catch (error) {
    return diagnosisLine('providers', 'broken', { message: sentence(error) });
  }
}

function checkModel(model: Model): DiagnosisLine {
  return model.problem === null
    ? diagnosisLine('model', 'says', { what: `${model.manifest.name} (${model.id})` })
    : diagnosisLine('model', 'broken', { message: model.problem });
}

function checkKeychain(secrets: SecretService): DiagnosisLine {
  const protection = secrets.protection();
  if (protection === 'weak') return diagnosisLine('keychain', 'weak');
  return diagnosisLine('keychain', protection === 'unavailable' ? 'unavailable' : 'works');
}

function checkVersions({ version }: { version: string }): DiagnosisLine {
  const { node, electron, chrome } = process.versions as Readonly<Record<string, string | undefined>>;
  const all = { Tessera: version, Node: node, Electron: electron, Chromium: chrome };
  const known = Object.entries(all).flatMap(([name, found]) => (found === undefined ? [] : [`${name} ${found}`]));
  return diagnosisLine('versions', 'says', {
    what: [...known, `${process.platform} ${release()} ${process.arch}`].join(' · '),
  });
}

function pairs(versions: Readonly<Record<string, string>>): string[] {
  return Object.entries(versions).map(([name, version]) => `${name} ${version}`);
}

/** A system error's message holds paths; its code does not. */
function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}

function sentence(error: unknown): string {
  return error instanceof TesseraError ? error.message : systemCode(error);
}
