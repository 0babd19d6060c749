// tessera upscalers: what can enlarge a picture, registering a network, forgetting it.

import { resolve } from 'node:path';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

export async function listUpscalers(terminal: Terminal): Promise<void> {
  const list = await withStudio((studio) => studio.call('upscalers.list', {}));
  for (const upscaler of list.upscalers) {
    const mark = upscaler.id === list.defaultUpscaler ? '*' : ' ';
    const factors = upscaler.factors.map((factor) => `x${factor}`).join(' ');
    terminal.say(`${mark} ${upscaler.id}  ${upscaler.name}  ${factors}  ${upscaler.origin}`);
    if (upscaler.problem !== null) terminal.say(`    ${upscaler.problem}`);
  }
  terminal.document(list);
}

export async function addUpscaler(path: string, id: string | undefined, terminal: Terminal): Promise<void> {
  const upscaler = await withStudio((studio) =>
    studio.call('upscalers.add', { path: resolve(path), ...(id === undefined ? {} : { id }) }),
  );
  const factors = upscaler.factors.map((factor) => `x${factor}`).join(', ');
  terminal.say(`Added ${upscaler.name} as ${upscaler.id}; it enlarges ${factors}.`);
  terminal.document(upscaler);
}

export async function removeUpscaler(id: string, terminal: Terminal): Promise<void> {
  const removed = await withStudio((studio) => studio.call('upscalers.remove', { id }));
  terminal.say(`Forgot ${removed.id}; its folder was not touched.`);
  terminal.document(removed);
}
