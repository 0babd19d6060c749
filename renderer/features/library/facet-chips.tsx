// What the found pictures can be narrowed to, as switches that write their term into the search line.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { imageKinds } from '../../../shared/domain/image.ts';
import { hasTerm, toggleTerm } from '../../../shared/library-query/change-query.ts';
import { useModels } from '../../data/queries.ts';
import { useStyleNameById } from '../../data/style-names.ts';
import { formatMonth, formatNumber } from '../../i18n/format.ts';
import { classNames } from '../../ui/class-names.ts';

/** More of one kind would push the pictures out of a small window; the search line reaches the rest. */
const shownOfEach = 5;

interface FacetChipsProps {
  readonly facets: CallOutput<'library.facets'>;
  readonly line: string;
  readonly onChange: (line: string) => void;
}

export function FacetChips({ facets, line, onChange }: FacetChipsProps) {
  const { t, i18n } = useTranslation();
  const { data: models } = useModels();
  const styleName = useStyleNameById();
  const [all, setAll] = useState(false);
  const flag = (term: string, name: string, count: number): Chip[] =>
    // Kept while it is chosen, so that it can be taken away again when the last of them is gone.
    count > 0 || hasTerm(line, term) ? [{ term, name, count }] : [];
  const group = (counts: Counts, chip: (value: string) => NamedTerm): Chip[] =>
    counts.slice(0, shownOfEach).map(({ value, count }) => ({ ...chip(value), count }));

  const first = [
    ...flag('is:favourite', t('library.facets.favourites'), facets.favourites),
    ...group(facets.collections, (value) => ({ term: `in:"${value}"`, name: value })),
    ...several(
      group(facets.models, (value) => ({
        term: `model:"${value}"`,
        name: models?.models.find(({ id }) => id === value)?.manifest.name ?? value,
      })),
    ),
    ...several(
      group(facets.styles, (value) => ({
        term: `style:"${value}"`,
        name: styleName(value),
      })),
    ),
    ...several(group(facets.kinds, (value) => ({ term: `kind:${value}`, name: kindName(value) }))),
    ...group(facets.tags, (value) => ({ term: `tag:"${value}"`, name: value })),
  ];
  // Asked for less often; behind a button they leave the room to the pictures.
  const second = [
    ...flag('has:parent', t('library.facets.derived'), facets.derived),
    ...several(group(facets.sizes, (value) => ({ term: `size:${value}`, name: value.replace('x', ' × ') }))),
    ...several(group(facets.months, (value) => ({ term: `on:${value}`, name: formatMonth(value, i18n.language) }))),
  ];
  const chips = [...first, ...second.filter(({ term }) => all || hasTerm(line, term))];
  if (first.length + second.length === 0) return null;

  function kindName(value: string): string {
    const kind = imageKinds.find((known) => known === value) ?? 'generated';
    return t(`library.facets.${kind}`);
  }

  /** One value leaves nothing to choose, unless it is the one that was chosen. */
  function several(values: readonly Chip[]): readonly Chip[] {
    return values.length > 1 || values.some(({ term }) => hasTerm(line, term)) ? values : [];
  }

  return (
    <div role="group" aria-label={t('library.facets.title')} className="flex flex-wrap gap-1.5">
      {chips.map(({ term, name, count }) => (
        <button
          key={term}
          type="button"
          aria-pressed={hasTerm(line, term)}
          onClick={() => onChange(toggleTerm(line, term))}
          className={classNames(
            'inline-flex h-7 max-w-60 items-center gap-1.5 rounded-md border px-2.5 text-small',
            hasTerm(line, term)
              ? 'border-transparent bg-ink text-surface'
              : 'border-line bg-surface text-ink hover:bg-soft',
          )}
        >
          <span className="truncate">{name}</span> <span className="tabular">{formatNumber(count, i18n.language)}</span>
        </button>
      ))}
      {second.length > 0 && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-small text-muted hover:bg-soft hover:text-ink [&_svg]:size-4"
        >
          {all ? t('library.facets.fewer') : t('library.facets.more')}
        </button>
      )}
    </div>
  );
}

interface NamedTerm {
  readonly term: string;
  readonly name: string;
}

interface Chip extends NamedTerm {
  readonly count: number;
}

type Counts = readonly { readonly value: string; readonly count: number }[];
