// What the found pictures can be narrowed to, as switches that write their term into the search line.

import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { imageKinds } from '../../../shared/domain/image.ts';
import { hasTerm, toggleTerm } from '../../../shared/library-query/change-query.ts';
import { useModels, useStyles } from '../../data/queries.ts';
import { formatNumber } from '../../i18n/format.ts';
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
  const { data: styles } = useStyles();
  const groups: readonly { counts: readonly { value: string; count: number }[]; chip: (value: string) => Chip }[] = [
    {
      // Kept while it is chosen, so that it can be taken away again when the last favourite is gone.
      counts:
        facets.favourites > 0 || hasTerm(line, 'is:favourite')
          ? [{ value: 'favourite', count: facets.favourites }]
          : [],
      chip: () => ({ term: 'is:favourite', name: t('library.facets.favourites') }),
    },
    {
      counts: several(facets.models),
      chip: (value) => ({
        term: `model:"${value}"`,
        name: models?.models.find(({ id }) => id === value)?.manifest.name ?? value,
      }),
    },
    {
      counts: several(facets.styles),
      chip: (value) => ({
        term: `style:"${value}"`,
        name: styles?.styles.find(({ id }) => id === value)?.name ?? value,
      }),
    },
    {
      counts: several(facets.kinds),
      chip: (value) => ({ term: `kind:${value}`, name: kindName(value) }),
    },
    {
      counts: facets.tags,
      chip: (value) => ({ term: `tag:"${value}"`, name: value }),
    },
  ];

  function kindName(value: string): string {
    const kind = imageKinds.find((known) => known === value) ?? 'generated';
    return t(`library.facets.${kind}`);
  }

  const chips = groups
    .flatMap(({ counts, chip }) => counts.slice(0, shownOfEach).map(({ value, count }) => ({ ...chip(value), count })))
    .map((chip) => ({ ...chip, pressed: hasTerm(line, chip.term) }));
  if (chips.length === 0) return null;

  /** One value leaves nothing to choose, unless it is the one that was chosen. */
  function several(counts: readonly { value: string; count: number }[]) {
    const chosen = counts.some(({ value }) =>
      [`model:"${value}"`, `style:"${value}"`, `kind:${value}`].some((term) => hasTerm(line, term)),
    );
    return counts.length > 1 || chosen ? counts : [];
  }

  return (
    <div role="group" aria-label={t('library.facets.title')} className="mb-4 flex flex-wrap gap-1.5">
      {chips.map(({ term, name, count, pressed }) => (
        <button
          key={term}
          type="button"
          aria-pressed={pressed}
          onClick={() => onChange(toggleTerm(line, term))}
          className={classNames(
            'inline-flex h-7 max-w-60 items-center gap-1.5 rounded-md border px-2.5 text-small',
            pressed ? 'border-transparent bg-ink text-surface' : 'border-line bg-surface text-ink hover:bg-soft',
          )}
        >
          <span className="truncate">{name}</span> <span className="tabular">{formatNumber(count, i18n.language)}</span>
        </button>
      ))}
    </div>
  );
}

interface Chip {
  readonly term: string;
  readonly name: string;
}
