// Where a palette's own pictures are had.

import type { ModelId } from '../../../shared/domain/ids.ts';

export function palettePictureAddress(id: ModelId, place: number): string {
  return `/palette/${encodeURIComponent(id)}/${place}`;
}
