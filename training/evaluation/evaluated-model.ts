// The model that is measured, as the engine takes it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelId } from '../../shared/domain/ids.ts';
import { type Model, ModelManifest } from '../../shared/domain/model.ts';

export const shippedModel = fileURLToPath(new URL('../../resources/models/sticker-mini', import.meta.url));

export async function readModel(folder: string): Promise<Model> {
  const manifest = ModelManifest.parse(JSON.parse(await readFile(join(folder, 'tessera.json'), 'utf8')));
  return { id: ModelId.parse('sticker-mini'), origin: 'embedded', folder, manifest, problem: null };
}
