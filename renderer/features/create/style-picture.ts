// The small pictures that styles of the studio are shown by; scripts/make-style-previews.mjs draws them.

import type { ListedStyle } from '../../../shared/contract/styles.ts';

const pictures = import.meta.glob<string>('../../../resources/styles/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Null for a style nobody drew a picture of. */
export function stylePicture({ id, origin }: Pick<ListedStyle, 'id' | 'origin'>): string | null {
  return origin === 'curated' ? (pictures[`../../../resources/styles/${id}.webp`] ?? null) : null;
}
