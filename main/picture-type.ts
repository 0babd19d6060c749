// The content type of a picture's file by its ending; what Tessera draws itself is PNG.

import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};

export function pictureTypeOf(path: string): string {
  return types[extname(path)] ?? 'image/png';
}
