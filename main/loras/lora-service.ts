// The LoRAs a person registered: where they lie, what a recipe's names mean, and what the engine is told to merge.

import { existsSync } from 'node:fs';
import { basename, join, parse, resolve } from 'node:path';
import { type Lora, LoraId, type RecipeLora } from '../../shared/domain/lora.ts';
import type { RunLoras } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { freeIdText } from '../models/free-id.ts';
import type { LoraTable, RegisteredLora } from '../store/lora-table.ts';

export interface LoraService {
  list(): Lora[];
  /** The LoRA a person means by a name: its id, or the name of its file. @throws LORA_NOT_FOUND, MODEL_MISSING_FILE */
  find(name: string): LoraId;
  /** @returns null for a recipe without any; @throws LORA_NOT_FOUND, MODEL_MISSING_FILE when a file is gone */
  runOf(loras: readonly RecipeLora[]): RunLoras | null;
  /** @throws what is wrong with the file; MODEL_IN_USE when the id is taken */
  add(options: { readonly path: string; readonly id: LoraId | undefined }): Promise<Lora>;
  remove(id: LoraId): void;
}

export function createLoraService(options: {
  readonly home: string;
  readonly table: LoraTable;
  readonly engine: Pick<Engine, 'inspectLora'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
}): LoraService {
  const list = () => options.table.all().map(shown);

  function usable(name: string): Lora {
    const all = list();
    const bare = name.replace(/\.safetensors$/i, '').toLowerCase();
    const found =
      all.find(({ id }) => id === name) ??
      all.find(({ id, path }) => id.toLowerCase() === bare || parse(path).name.toLowerCase() === bare);
    if (found === undefined) {
      const choices = all.map(({ id }) => id);
      const installed = choices.length === 0 ? 'None is installed.' : `Installed are ${choices.join(', ')}.`;
      throw new TesseraError('LORA_NOT_FOUND', `loras: there is no LoRA ${name}. ${installed}`, {
        details: { field: 'loras', choices },
      });
    }
    if (found.problem !== null) throw new TesseraError('MODEL_MISSING_FILE', found.problem);
    return found;
  }

  return {
    list,
    find: (name) => usable(name).id,
    runOf(loras) {
      if (loras.length === 0) return null;
      const items = loras.map(({ id, strength }) => {
        const { path, facts } = usable(id);
        return { name: id, path, sha256: facts.sha256, strength };
      });
      return { cache: join(options.home, 'cache', 'loras'), items };
    },
    async add({ path: given, id: givenId }) {
      const path = resolve(given);
      const facts = await options.engine.inspectLora(path).catch((error: unknown) => {
        throw namingPath(error);
      });
      const taken = new Set<string>(list().map((lora) => lora.id));
      if (givenId !== undefined && taken.has(givenId)) {
        throw new TesseraError('MODEL_IN_USE', `id: ${givenId} is the id of another LoRA. Choose a new one.`, {
          details: { field: 'id' },
        });
      }
      const id = givenId ?? LoraId.parse(freeIdText(parse(basename(path)).name, { taken, nameless: 'lora' }));
      options.table.insert({ id, path, facts, createdAt: new Date(options.clock()).toISOString() });
      options.events.announce('loras.changed', {});
      return shown({ id, path, facts });
    },
    remove(id) {
      options.table.remove(usableOrGone(id));
      options.events.announce('loras.changed', {});
    },
  };

  /** One whose file is gone can still be forgotten. */
  function usableOrGone(id: LoraId): LoraId {
    return list().find((lora) => lora.id === id)?.id ?? usable(id).id;
  }
}

function shown({ id, path, facts }: RegisteredLora): Lora {
  const problem = existsSync(path)
    ? null
    : `The file of ${id} is gone. Connect its drive again, or remove it and add it from its new place.`;
  return { id, path, facts, problem };
}

/** The engine names what is wrong inside; a caller wants to know which of its fields led there. */
function namingPath(error: unknown): unknown {
  if (!(error instanceof TesseraError) || error.details?.['field'] !== undefined) return error;
  return new TesseraError(error.code, error.message, { cause: error, details: { ...error.details, field: 'path' } });
}
