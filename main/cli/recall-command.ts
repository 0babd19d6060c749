// tessera recall: what a picture of any tool says of how it was made.

import { resolve } from 'node:path';
import type { RecalledPicture } from '../../shared/domain/recalled.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

/** With --json the whole form, and without it what a person wants to know of it. */
export async function recall(file: string, terminal: Terminal): Promise<void> {
  const picture = await withStudio(({ core }) => core.recall.fromFile(resolve(file)));
  for (const line of linesOf(picture)) terminal.say(line);
  terminal.document(picture);
}

function linesOf({ recalled, models, loras }: RecalledPicture): string[] {
  if (recalled.tool === null) return ['This picture does not say how it was made.'];
  const written = recalled.version === null ? recalled.tool : `${recalled.tool} (${recalled.version})`;
  const fields = Object.entries(recalled.fields).flatMap(([name, field]) => {
    if (field === undefined) return [];
    const sure = field.confidence === 'certain' ? '' : `  (${field.confidence})`;
    return [`${name}: ${typeof field.value === 'string' ? field.value : JSON.stringify(field.value)}${sure}`];
  });
  const others = recalled.others.map(({ key, value }) => `  ${key}: ${value.slice(0, 200)}`);
  return [
    `Recalled from ${written}.`,
    ...fields,
    ...models.map(({ id, by, likeness }) => `installed model: ${id} (${by}, ${Math.round(likeness * 100)} %)`),
    ...loras.map(({ name, id }) => `LoRA ${name}: ${id ?? 'not installed'}`),
    ...recalled.warnings.map((warning) => `warning: ${warning}`),
    ...(others.length === 0 ? [] : ['also written:', ...others]),
  ];
}
