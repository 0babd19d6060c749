// The upscalers one can choose: what ships with the app, what a person registered, and resampling, which is always there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, parse, resolve } from 'node:path';
import {
  lanczosId,
  type UpscaleFactor,
  type Upscaler,
  upscaleFactors,
  UpscalerId,
  UpscalerManifest,
} from '../../shared/domain/upscaler.ts';
import type { UpscalerRun } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { freeIdText } from '../models/free-id.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { RegisteredUpscaler, UpscalerTable } from '../store/upscaler-table.ts';

export interface UpscalerService {
  /** The default first. */
  list(): Upscaler[];
  defaultUpscaler(): UpscalerId;
  /**
   * The upscaler to take for a request: the one asked for, or the default where it knows the factor, else resampling.
   * @param factor null for one that only has to come near a size
   * @throws UPSCALER_NOT_FOUND; INVALID_INPUT when the one asked for does not know the factor
   */
  choose(asked: UpscalerId | undefined, factor: UpscaleFactor | null): UpscalerId;
  /**
   * What the engine is to run to reach a scale, which need not be one of its factors: then by the next larger, or by its
   * largest; null is resampling. @throws UPSCALER_NOT_FOUND, MODEL_MISSING_FILE when its folder is gone
   */
  runOf(id: UpscalerId, scale: number): UpscalerRun | null;
  /** @throws what the engine finds wrong with it; MODEL_IN_USE when the id is taken */
  add(options: { readonly path: string; readonly id: UpscalerId | undefined }): Promise<Upscaler>;
  remove(id: UpscalerId): void;
}

interface Known extends RegisteredUpscaler {
  readonly origin: 'embedded' | 'user';
}

const resampling: Upscaler = {
  id: lanczosId,
  origin: 'resampling',
  folder: null,
  name: 'Lanczos',
  licence: null,
  factors: [...upscaleFactors],
  problem: null,
};

export function createUpscalerService(options: {
  readonly resources: string;
  readonly table: UpscalerTable;
  readonly engine: Pick<Engine, 'inspectUpscaler'>;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
}): UpscalerService {
  const embedded = readEmbedded(join(options.resources, 'upscalers'));

  function networks(): Known[] {
    return [...embedded, ...options.table.all().map((row): Known => ({ ...row, origin: 'user' }))];
  }

  function everything(): Upscaler[] {
    return [...networks().map(shown), resampling];
  }

  function defaultUpscaler(): UpscalerId {
    const usable = everything().filter(({ problem }) => problem === null);
    const wanted = options.settings.get().upscaler;
    return (usable.find(({ id }) => id === wanted) ?? usable[0] ?? resampling).id;
  }

  function assertKnown(id: UpscalerId): Upscaler {
    const all = everything();
    const found = all.find((upscaler) => upscaler.id === id);
    if (found !== undefined) return found;
    const choices = all.map((upscaler) => upscaler.id);
    throw new TesseraError(
      'UPSCALER_NOT_FOUND',
      `upscaler: there is no upscaler ${id}. Installed are ${choices.join(', ')}.`,
      { details: { field: 'upscaler', choices } },
    );
  }

  return {
    defaultUpscaler,
    list() {
      const first = defaultUpscaler();
      return everything().sort((a, b) => Number(b.id === first) - Number(a.id === first));
    },
    choose(asked, factor) {
      const upscaler = assertKnown(asked ?? defaultUpscaler());
      if (factor === null || upscaler.factors.includes(factor)) return upscaler.id;
      if (asked === undefined) return lanczosId;
      throw new TesseraError(
        'INVALID_INPUT',
        `factor: ${upscaler.name} enlarges ${upscaler.factors.join(' or ')} times, not ${factor}.`,
        { details: { field: 'factor', choices: upscaler.factors } },
      );
    },
    runOf(id, scale) {
      if (id === lanczosId) return null;
      const { problem } = assertKnown(id);
      if (problem !== null) throw new TesseraError('MODEL_MISSING_FILE', problem);
      const { folder, manifest } = networks().find((network) => network.id === id) as Known;
      const factors = manifest.factors.toSorted((a, b) => a.factor - b.factor);
      const { passes } = (factors.find(({ factor }) => factor >= scale) ?? factors.at(-1)) as (typeof factors)[number];
      const { name, range, channels } = manifest;
      return { name, folder, range, channels, passes };
    },
    async add({ path: given, id: givenId }) {
      const path = resolve(given);
      const { folder, manifest } = await options.engine.inspectUpscaler(path).catch((error: unknown) => {
        throw namingPath(error);
      });
      const taken = new Set<string>(everything().map((upscaler) => upscaler.id));
      if (givenId !== undefined && taken.has(givenId)) {
        throw new TesseraError('MODEL_IN_USE', `id: ${givenId} is the id of another upscaler. Choose a new one.`, {
          details: { field: 'id' },
        });
      }
      const id = givenId ?? UpscalerId.parse(freeIdText(parse(basename(path)).name, { taken, nameless: 'upscaler' }));
      options.table.insert({ id, folder, manifest, createdAt: new Date(options.clock()).toISOString() });
      options.events.announce('upscalers.changed', {});
      return shown({ id, folder, manifest, origin: 'user' });
    },
    remove(id) {
      const upscaler = assertKnown(id);
      if (upscaler.origin !== 'user') {
        throw new TesseraError('MODEL_IN_USE', `${upscaler.name} is part of Tessera and cannot be removed.`, {
          details: { field: 'id' },
        });
      }
      options.table.remove(id);
      options.events.announce('upscalers.changed', {});
    },
  };
}

function shown({ id, origin, folder, manifest }: Known): Upscaler {
  const files = manifest.factors.flatMap(({ passes }) => passes.map(({ file }) => file));
  const isThere = files.every((file) => existsSync(join(folder, file)));
  return {
    id,
    origin,
    folder,
    name: manifest.name,
    licence: manifest.licence,
    factors: manifest.factors.map(({ factor }) => factor),
    problem: isThere
      ? null
      : 'The files of this upscaler are gone. Connect its drive again, or remove it and add it from its new place.',
  };
}

function readEmbedded(folder: string): Known[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'upscaler.json')))
    .map((entry) => {
      const path = join(folder, entry.name);
      const manifest = UpscalerManifest.parse(JSON.parse(readFileSync(join(path, 'upscaler.json'), 'utf8')));
      return { id: entry.name, folder: path, manifest, origin: 'embedded' };
    });
}

/** The engine names what is wrong inside; a caller wants to know which of its fields led there. */
function namingPath(error: unknown): unknown {
  if (!(error instanceof TesseraError) || error.details?.['field'] !== undefined) return error;
  return new TesseraError(error.code, error.message, { cause: error, details: { ...error.details, field: 'path' } });
}
