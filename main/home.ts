// Where a person's pictures and database live: TESSERA_HOME, or the platform's place for application data.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export function dataHome(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  const chosen = env['TESSERA_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const home = homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Tessera');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tessera');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'tessera');
}
