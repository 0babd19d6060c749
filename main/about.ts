// What a person may want to know of this installation: where its data lies, and whose work it stands on.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOutput } from '../shared/contract/index.ts';

export function aboutStudio(folders: {
  readonly home: string;
  readonly resources: string;
}): CallOutput<'system.about'> {
  const licences = join(folders.resources, 'LICENSES.md');
  return { dataFolder: folders.home, licences: existsSync(licences) ? readFileSync(licences, 'utf8') : '' };
}
