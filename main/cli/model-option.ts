// What --model means: the id of a model, or a folder that holds one, which is then registered where it is.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Studio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

/**
 * An id wins over a folder of the same name. A folder that was registered before keeps its id.
 * @throws what is wrong with the folder; an id nobody knows is left to the submission, which says what there is
 */
export async function modelOption(
  given: string,
  { studio, terminal }: { readonly studio: Studio; readonly terminal: Terminal },
): Promise<string> {
  const { models } = await studio.call('models.list', {});
  const folder = resolve(given);
  const isId = models.some(({ id }) => id === given);
  if (isId || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return given;
  const known = models.find((model) => model.folder === folder);
  if (known !== undefined) return known.id;
  const added = await studio.call('models.add', { folder });
  terminal.remark(`Added ${added.manifest.name} as ${added.id}; it is used where it is.`);
  return added.id;
}
