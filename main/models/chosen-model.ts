// The model of a recipe: whether it can be used, what it does without, and what the engine is told to load.

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelId } from '../../shared/domain/ids.ts';
import type { Model, ModelManifest } from '../../shared/domain/model.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import type { RunModel } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { PaletteShelf } from '../palettes/palette-shelf.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { ModelService } from './model-service.ts';

export interface ChosenModel {
  /** @throws MODEL_NOT_FOUND, MODEL_MISSING_FILE; without an id, the default */
  usable(id: ModelId | undefined): Model;
  excludedSets(id: ModelId): readonly string[];
  /** @throws as usable does; LORA_NOT_FOUND */
  run(recipe: Pick<ResolvedRecipe, 'model' | 'loras'>): RunModel;
}

export function createChosenModel(options: {
  readonly models: ModelService;
  readonly palettes: PaletteShelf;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly loras: Pick<LoraService, 'runOf'>;
}): ChosenModel {
  const { models, palettes, settings, loras } = options;

  function usable(id: ModelId | undefined): Model {
    const model = models.get(id);
    if (model.problem !== null) throw new TesseraError('MODEL_MISSING_FILE', model.problem);
    return model;
  }

  return {
    usable,
    /** A palette does without what its model does without, until it is told otherwise. */
    excludedSets(id) {
      const chosen = settings.get().excludedSets;
      const own = models.get(id).origin === 'palette' ? palettes.get(id).facts.extends : id;
      return chosen[id] ?? chosen[own] ?? [];
    },
    run(recipe) {
      const { id, origin, folder, manifest } = usable(recipe.model);
      const run = { folder, family: manifest.family, name: manifest.name, loras: loras.runOf(recipe.loras) };
      if (origin !== 'palette') return { ...run, revision: revisionOf(folder, manifest) };
      const { facts } = palettes.get(id);
      const base = models.get(facts.extends);
      const palette = { id, base: base.folder, revision: facts.updatedAt };
      return { ...run, palette, revision: revisionOf(base.folder, base.manifest) };
    },
  };
}

/** Another one when a file of the model was written anew, so that no host goes on with what it loaded before. */
function revisionOf(folder: string, { files }: ModelManifest): string {
  const states = files.map(({ path }) => {
    const state = statSync(join(folder, path), { throwIfNoEntry: false });
    return state === undefined ? 'none' : `${state.size} ${state.mtimeMs}`;
  });
  return createHash('sha256').update(states.join('\n')).digest('hex');
}
