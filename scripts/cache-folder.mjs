// Where downloads and builds that outlive one checkout are kept.

import { homedir } from 'node:os';
import { join } from 'node:path';

/** The cache folder: `TESSERA_CACHE`, or the platform's usual place for such things. */
export function cacheFolder() {
  if (process.env['TESSERA_CACHE']) return process.env['TESSERA_CACHE'];
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'tessera');
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'tessera', 'cache');
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tessera');
}
