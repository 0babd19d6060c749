// Puts together what is drawn with: models, palettes, LoRAs and upscalers, and the choice a recipe makes among them.

import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { createLoraService, type LoraService } from '../loras/lora-service.ts';
import { createPaletteService, type PaletteService } from '../palettes/palette-service.ts';
import { createPaletteShelf, type PaletteShelf } from '../palettes/palette-shelf.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { Store } from '../store/database.ts';
import { createLoraTable } from '../store/lora-table.ts';
import { createModelTable } from '../store/model-table.ts';
import { createUpscalerTable } from '../store/upscaler-table.ts';
import { createUpscalerService, type UpscalerService } from '../upscalers/upscaler-service.ts';
import { type ChosenModel, createChosenModel } from './chosen-model.ts';
import { createModelService, type ModelService } from './model-service.ts';
import { readModelsAnew } from './read-anew.ts';

export interface OpenModels {
  readonly models: ModelService;
  readonly upscalers: UpscalerService;
  readonly loras: LoraService;
  readonly shelf: PaletteShelf;
  readonly palettes: PaletteService;
  readonly chosen: ChosenModel;
  /** Reads again in the background what an older Tessera had read. */
  readAnew(): Promise<void>;
}

export function openModels(parts: {
  readonly home: string;
  readonly resources: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly settings: SettingsService;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): OpenModels {
  const { home, store, engine, events, clock, log } = parts;
  const shelf = createPaletteShelf({ home, log });
  const table = createModelTable(store);
  const models = createModelService({ ...parts, table, palettes: shelf });
  const now = () => new Date(clock()).toISOString();
  const palettes = createPaletteService({ home, shelf, engine, events, baseModel: models.paletteBase, now });
  const loras = createLoraService({ home, table: createLoraTable(store), engine, events, clock });
  return {
    models,
    upscalers: createUpscalerService({ ...parts, table: createUpscalerTable(store) }),
    loras,
    shelf,
    palettes,
    chosen: createChosenModel({ models, palettes: shelf, settings: parts.settings, loras }),
    readAnew: () => readModelsAnew({ table, engine, events, log }),
  };
}
