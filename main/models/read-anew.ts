// Models that an older Tessera read are read again, so that what this one learned to see in a folder needs no adding anew.

import { existsSync } from 'node:fs';
import { currentInspection, type ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { ModelTable } from '../store/model-table.ts';

/** One after the other, in the background: a folder that cannot be read now keeps what was read of it before. */
export async function readModelsAnew(options: {
  readonly table: Pick<ModelTable, 'all' | 'setManifest'>;
  readonly engine: Pick<Engine, 'inspect'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { table, engine, events, log } = options;
  for (const { id, folder, manifest } of table.all()) {
    if ((manifest.inspection ?? 0) >= currentInspection || !existsSync(folder)) continue;
    try {
      const found = await engine.inspect({ folder, hash: false });
      table.setManifest(id, withKnownHashes(found, manifest));
      events.announce('models.changed', {});
      log(`models: ${id} was read anew`);
    } catch (error) {
      log(`models: ${id} could not be read anew: ${error instanceof TesseraError ? error.code : String(error)}`);
    }
  }
}

/** What was verified stays so while its size is the same. */
function withKnownHashes(found: ModelManifest, known: ModelManifest): ModelManifest {
  const files = found.files.map((file) => {
    const before = known.files.find(({ path, sizeBytes }) => path === file.path && sizeBytes === file.sizeBytes);
    return { ...file, sha256: file.sha256 ?? before?.sha256 ?? null };
  });
  return { ...found, files };
}
