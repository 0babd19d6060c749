// What styles are called: those of the studio in the person's language, one's own as they were named.

import { useTranslation } from 'react-i18next';
import type { ListedStyle } from '../../shared/contract/styles.ts';
import { useStyles } from './queries.ts';

export function useStyleName(): (style: Pick<ListedStyle, 'id' | 'name' | 'origin'>) => string {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = t('styles.curated', { returnObjects: true });
  return ({ id, name, origin }) => (origin === 'curated' ? (names[id] ?? name) : name);
}

/** By id; one that is gone keeps its id for a name. */
export function useStyleNameById(): (id: string) => string {
  const { data } = useStyles();
  const nameOf = useStyleName();
  return (id) => {
    const style = data?.styles.find((known) => known.id === id);
    return style === undefined ? id : nameOf(style);
  };
}
