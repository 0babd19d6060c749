// Settings out of pictures and texts: the imaging host reads them, and what they name is looked up among what is installed.

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceMaxBytes } from '../../shared/contract/sources.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { Lora } from '../../shared/domain/lora.ts';
import type { Recalled, RecalledPicture } from '../../shared/domain/recalled.ts';
import { TesseraError } from '../../shared/errors.ts';
import { recallTexts } from '../../shared/prompt/recall/recall-texts.ts';
import type { Engine } from '../engine/supervisor.ts';
import { type ImageFiles, imageNotFound } from '../library/image-files.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { ModelService } from '../models/model-service.ts';
import { likenessOf, nearestModels } from './nearest-models.ts';

export interface RecallService {
  /** @throws REQUEST_TOO_LARGE, INVALID_INPUT for what is no picture, DISK_FULL, DATA_FOLDER_READ_ONLY */
  fromBytes(bytes: Uint8Array): Promise<RecalledPicture>;
  /** @throws FILE_NOT_FOUND, REQUEST_TOO_LARGE, INVALID_INPUT */
  fromFile(path: string): Promise<RecalledPicture>;
  /** @throws IMAGE_NOT_FOUND */
  fromImage(id: ImageId): Promise<RecalledPicture>;
  fromText(text: string): RecalledPicture;
}

export function createRecallService(options: {
  readonly home: string;
  readonly engine: Pick<Engine, 'recall'>;
  readonly files: ImageFiles;
  readonly models: Pick<ModelService, 'list'>;
  readonly loras: Pick<LoraService, 'list'>;
}): RecallService {
  const incoming = join(options.home, 'cache', 'incoming');
  mkdirSync(incoming, { recursive: true });

  function matched(recalled: Recalled): RecalledPicture {
    const { model, loras } = recalled.fields;
    const installed = options.loras.list().filter(({ problem }) => problem === null);
    return {
      recalled,
      models: model === undefined ? [] : nearestModels(model.value, options.models.list()),
      loras: (loras?.value ?? []).map(({ name, hash }) => ({ name, id: registered({ name, hash }, installed) })),
    };
  }

  const fromFile = async (path: string) => matched(await options.engine.recall(path));

  return {
    fromFile,
    async fromBytes(bytes) {
      if (bytes.byteLength > sourceMaxBytes) {
        throw new TesseraError('REQUEST_TOO_LARGE', 'The picture is larger than 20 MB. Choose a smaller one.', {
          details: { maximumBytes: sourceMaxBytes },
        });
      }
      const file = join(incoming, randomUUID());
      try {
        await writeFile(file, bytes);
        return await fromFile(file);
      } catch (error) {
        if (!(error instanceof TesseraError) || error.code !== 'INVALID_INPUT') throw error;
        // The name of our temporary file says nothing to whoever handed the picture in.
        throw new TesseraError(
          'INVALID_INPUT',
          'This cannot be read as a picture. It may be damaged or of an unknown kind.',
          {
            cause: error,
            details: { field: 'image' },
          },
        );
      } finally {
        await rm(file, { force: true });
      }
    },
    async fromImage(id) {
      const file = options.files.path(id);
      if (file === null) throw imageNotFound(id);
      return fromFile(file);
    },
    fromText: (text) => matched(recallTexts([{ place: 'pasted', key: 'text', text }])),
  };
}

/** The very file by its hash, else the one of the same name; a LoRA that is merely alike would draw something else. */
function registered(named: { readonly name: string; readonly hash: string | null }, installed: readonly Lora[]) {
  const hash = named.hash?.toLowerCase() ?? '';
  const same =
    (/^[0-9a-f]{10,64}$/.test(hash) ? installed.find(({ facts }) => facts.sha256.startsWith(hash)) : undefined) ??
    installed.find(({ id, path }) => likenessOf(named.name, id) === 1 || likenessOf(named.name, path) === 1);
  return same?.id ?? null;
}
