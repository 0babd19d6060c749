// The models one can choose: what ships with the app, what a person registered, and the mock that is always there.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ModelId } from '../../shared/domain/ids.ts';
import { type Model, ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { paletteModel } from '../palettes/palette-model.ts';
import { isUnchanged, packFileName, type PaletteShelf } from '../palettes/palette-shelf.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { ModelTable } from '../store/model-table.ts';
import { freeIdText } from './free-id.ts';
import { mockManifest } from './mock-manifest.ts';
import { type VerifiedFile, verifyFiles } from './verify-files.ts';

export interface ModelService {
  /** The default first. */
  list(): Model[];
  defaultModel(): ModelId;
  /** @throws MODEL_NOT_FOUND; without an id, the default */
  get(id: ModelId | undefined): Model;
  /** What a palette may extend; without an id, the embedded model that recombines drawings. @throws MODEL_NOT_FOUND, MODEL_UNSUPPORTED */
  paletteBase(id: ModelId | undefined): Model;
  /** @throws what the engine finds wrong with the folder; MODEL_IN_USE when the id is taken */
  add(options: { readonly folder: string; readonly id: ModelId | undefined }): Promise<Model>;
  remove(id: ModelId): void;
  verify(id: ModelId): Promise<{ ok: boolean; files: VerifiedFile[] }>;
}

export const mockModelId = ModelId.parse('mock');

export function createModelService(options: {
  readonly resources: string;
  readonly table: ModelTable;
  readonly engine: Engine;
  readonly settings: SettingsService;
  readonly events: EventHub;
  readonly palettes: Pick<PaletteShelf, 'all' | 'get'>;
  readonly clock: () => number;
}): ModelService {
  const embedded = readEmbedded(join(options.resources, 'models'));
  const mock: Model = { id: mockModelId, origin: 'mock', folder: '', manifest: mockManifest, problem: null };

  function everything(): Model[] {
    const registered = options.table
      .all()
      .map(({ id, folder, manifest }): Model => ({ id, folder, manifest, origin: 'user', problem: problemOf(folder) }));
    const bases = [...embedded, ...registered];
    const palettes = options.palettes
      .all()
      .map((palette) => paletteModel(palette, bases.find(({ id }) => id === palette.facts.extends) ?? null));
    return [...embedded, ...palettes, ...registered, mock];
  }

  function defaultModel(): ModelId {
    const all = everything();
    const chosen = all.find((model) => model.id === options.settings.get().defaultModel && model.problem === null);
    return (chosen ?? all.find((model) => model.problem === null) ?? mock).id;
  }

  function get(id: ModelId | undefined): Model {
    const wanted = id ?? defaultModel();
    const model = everything().find((candidate) => candidate.id === wanted);
    if (model !== undefined) return model;
    const known = everything().map((candidate) => candidate.id);
    throw new TesseraError(
      'MODEL_NOT_FOUND',
      `model: there is no model ${wanted}. Installed are ${known.join(', ')}.`,
      {
        details: { field: 'model', choices: known },
      },
    );
  }

  return {
    defaultModel,
    get,
    list() {
      const first = defaultModel();
      return everything().sort((a, b) => Number(b.id === first) - Number(a.id === first));
    },
    paletteBase(id) {
      const model = id === undefined ? embedded.find(({ manifest }) => manifest.family === 'exemplar') : get(id);
      if (model?.manifest.family === 'exemplar' && model.origin !== 'palette') return model;
      throw new TesseraError(
        'MODEL_UNSUPPORTED',
        'base: a palette needs a model that recombines drawings, such as the one Tessera brings along.',
        { details: { field: 'base' } },
      );
    },
    async add({ folder: given, id: givenId }) {
      const folder = resolve(given);
      const manifest = await options.engine.inspect({ folder, hash: false }).catch((error: unknown) => {
        throw namingFolder(error);
      });
      const taken = new Set<string>(everything().map((model) => model.id));
      if (givenId !== undefined && taken.has(givenId)) {
        throw new TesseraError('MODEL_IN_USE', `id: ${givenId} is the id of another model. Choose a new one.`, {
          details: { field: 'id' },
        });
      }
      const id = givenId ?? ModelId.parse(freeIdText(basename(folder), { taken, nameless: 'model' }));
      options.table.insert({ id, folder, manifest, createdAt: new Date(options.clock()).toISOString() });
      options.events.announce('models.changed', {});
      return { id, origin: 'user', folder, manifest, problem: null };
    },
    remove(id) {
      const model = get(id);
      if (model.origin === 'palette') {
        throw new TesseraError('MODEL_IN_USE', `${model.manifest.name} is a palette. Remove it as one.`, {
          details: { field: 'id' },
        });
      }
      if (model.origin !== 'user') {
        throw new TesseraError('MODEL_IN_USE', `${model.manifest.name} is part of Tessera and cannot be removed.`, {
          details: { field: 'id' },
        });
      }
      options.table.remove(id);
      options.events.announce('models.changed', {});
    },
    async verify(id) {
      const model = get(id);
      if (model.origin === 'mock') return { ok: true, files: [] };
      if (model.origin === 'palette') {
        const same = await isUnchanged(options.palettes.get(id));
        return { ok: same, files: [{ path: packFileName, state: same ? 'same' : 'changed', sha256: null }] };
      }
      const { folder, manifest } = model;
      const registered = options.table.all().find((row) => row.id === id)?.createdAt;
      const registeredAtMs = registered === undefined ? Number.POSITIVE_INFINITY : Date.parse(registered);
      const verified = await verifyFiles({ folder, files: manifest.files, registeredAtMs });
      const ok = verified.every(({ state }) => state === 'same' || state === 'recorded');
      if (ok && registered !== undefined) {
        const files = manifest.files.map((file, at) => ({ ...file, sha256: verified[at]?.sha256 ?? null }));
        options.table.setManifest(id, { ...manifest, files });
      }
      return { ok, files: verified };
    },
  };
}

/** The engine names what is wrong inside the folder; a caller wants to know which of its fields led there. */
function namingFolder(error: unknown): unknown {
  if (!(error instanceof TesseraError) || error.details?.['field'] !== undefined) return error;
  return new TesseraError(error.code, error.message, { cause: error, details: { ...error.details, field: 'folder' } });
}

function readEmbedded(folder: string): Model[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'tessera.json')))
    .map((entry) => {
      const path = join(folder, entry.name);
      const manifest = ModelManifest.parse(JSON.parse(readFileSync(join(path, 'tessera.json'), 'utf8')));
      return { id: ModelId.parse(entry.name), origin: 'embedded' as const, folder: path, manifest, problem: null };
    });
}

function problemOf(folder: string): string | null {
  return existsSync(folder)
    ? null
    : 'The folder of this model is gone. Connect its drive again, or remove the model and add it from its new place.';
}
