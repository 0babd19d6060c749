// tessera loras: what is registered, registering a file, forgetting it.

import { resolve } from 'node:path';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

export async function listLoras(terminal: Terminal): Promise<void> {
  const list = await withStudio((studio) => studio.call('loras.list', {}));
  for (const { id, path, facts, problem } of list.loras) {
    terminal.say(
      `  ${id}  ${Object.keys(facts.layers).join(', ')}${facts.base === null ? '' : `  for ${facts.base}`}  ${path}`,
    );
    if (problem !== null) terminal.say(`    ${problem}`);
  }
  terminal.document(list);
}

export async function addLora(path: string, id: string | undefined, terminal: Terminal): Promise<void> {
  const lora = await withStudio((studio) =>
    studio.call('loras.add', { path: resolve(path), ...(id === undefined ? {} : { id }) }),
  );
  terminal.say(`Added ${lora.id}; write <lora:${lora.id}:0.8> into a prompt to draw with it.`);
  terminal.document(lora);
}

export async function removeLora(id: string, terminal: Terminal): Promise<void> {
  const removed = await withStudio((studio) => studio.call('loras.remove', { id }));
  terminal.say(`Forgot ${removed.id}; its file was not touched.`);
  terminal.document(removed);
}
