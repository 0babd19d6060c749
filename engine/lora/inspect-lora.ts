// What a LoRA file says of itself, and the hash that names its content.

import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LoraFacts } from '../../shared/domain/lora.ts';
import { openLora } from './lora-file.ts';

/** Keys under which trainers note the model they started from, the plainest first. */
const baseKeys = ['modelspec.architecture', 'ss_base_model_version', 'ss_sd_model_name'];

/** @throws as openLora does */
export async function inspectLora(path: string): Promise<LoraFacts> {
  const file = openLora(path);
  file.close();
  const layers: Record<string, number> = {};
  for (const { part } of file.layers) layers[part] = (layers[part] ?? 0) + 1;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const base =
    baseKeys.map((key) => file.metadata[key]).find((noted) => noted !== undefined && noted !== 'None') ?? null;
  return { sha256: hash.digest('hex'), sizeBytes: statSync(path).size, layers, base: base?.slice(0, 200) ?? null };
}
