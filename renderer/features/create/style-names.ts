// What the styles of the studio are called in the person's language, and the small pictures they are shown by.

import { useTranslation } from 'react-i18next';
import type { ListedStyle } from '../../../shared/contract/styles.ts';

const pictures = import.meta.glob<string>('../../../resources/styles/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

export function useStyleName(): (style: Pick<ListedStyle, 'id' | 'name' | 'origin'>) => string {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = t('styles.curated', { returnObjects: true });
  return ({ id, name, origin }) => (origin === 'curated' ? (names[id] ?? name) : name);
}

/** Null for a style nobody drew a picture of. */
export function stylePicture({ id, origin }: Pick<ListedStyle, 'id' | 'origin'>): string | null {
  return origin === 'curated' ? (pictures[`../../../resources/styles/${id}.webp`] ?? null) : null;
}
