// tessera models: what can be chosen, registering a folder, forgetting it, checking its files.

import { resolve } from 'node:path';
import type { ModelId } from '../../shared/domain/ids.ts';
import { errorCatalogue } from '../../shared/errors.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

export async function listModels(terminal: Terminal): Promise<void> {
  const list = await withStudio((studio) => studio.call('models.list', {}));
  for (const model of list.models) {
    const mark = model.id === list.defaultModel ? '*' : ' ';
    terminal.say(`${mark} ${model.id}  ${model.manifest.name}  ${model.origin}, ${model.manifest.family}`);
    if (model.problem !== null) terminal.say(`    ${model.problem}`);
  }
  terminal.document(list);
}

export async function addModel(folder: string, id: string | undefined, terminal: Terminal): Promise<void> {
  const model = await withStudio((studio) =>
    studio.call('models.add', { folder: resolve(folder), ...(id === undefined ? {} : { id: id as ModelId }) }),
  );
  const { name, family, sizeBytes, licence, header } = model.manifest;
  terminal.say(`Added ${name} as ${model.id}.`);
  terminal.say(`  family    ${family}`);
  terminal.say(`  size      ${(sizeBytes / 1e6).toFixed(1)} MB`);
  terminal.say(`  licence   ${[licence ?? 'not stated', header?.licenceFile ?? ''].filter(Boolean).join(', ')}`);
  if (header !== undefined) {
    terminal.say(`  weights   ${header.weightTypes.join(', ')}`);
    terminal.say(`  operators ${header.operators.length} kinds of operator set ${header.opset}`);
    terminal.say(`  runs on   ${header.provider}`);
  }
  terminal.document(model);
}

export async function removeModel(id: string, terminal: Terminal): Promise<void> {
  const removed = await withStudio((studio) => studio.call('models.remove', { id: id as ModelId }));
  terminal.say(`Forgot ${removed.id}; its folder was not touched.`);
  terminal.document(removed);
}

/** @returns the exit code: a model whose files changed is corrupt, and a script must notice */
export async function verifyModel(id: string, terminal: Terminal): Promise<number> {
  const result = await withStudio((studio) => studio.call('models.verify', { id: id as ModelId }));
  for (const file of result.files) terminal.say(`${file.state.padEnd(8)}  ${file.path}`);
  terminal.say(result.ok ? 'Every file is as it was registered.' : 'Some files changed. Get the model again.');
  terminal.document(result);
  return result.ok ? 0 : errorCatalogue.MODEL_CORRUPT.exit;
}
