// Where pictures are had: the same paths in the window and in a browser. Pixels never travel through calls.

import type { ImageId, SourceId } from '../../shared/domain/ids.ts';

/** Thumbnails are made at these widths only, so that a resized window does not fill the disk with near-copies. */
const thumbnailWidths = [128, 256, 384, 512, 768, 1024, 2048] as const;

export function imageAddress(id: ImageId): string {
  return `/image/${encodeURIComponent(id)}`;
}

/** @param width in CSS pixels; the screen's pixel density is taken into account. */
export function thumbnailAddress(id: ImageId, width: number, density = globalThis.devicePixelRatio || 1): string {
  const wanted = Math.ceil(width * density);
  const offered = thumbnailWidths.find((offer) => offer >= wanted) ?? 2048;
  return `${imageAddress(id)}?w=${offered}`;
}

export function previewAddress(id: ImageId, version: number): string {
  return `/preview/${encodeURIComponent(id)}?v=${version}`;
}

export function sourceAddress(id: SourceId): string {
  return `/source/${id}`;
}
