// The pictures that are kept: found by a search line and by chips, chosen, marked, put together and thrown away.

import { Archive, HardDrive, Images, Search, SearchX, Trash2 } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseQuery } from '../../../shared/library-query/parse-query.ts';
import { useTrashSize } from '../../data/collections.ts';
import { useLibraryChanges } from '../../data/library-changes.ts';
import { useLibraryOutline } from '../../data/library-list.ts';
import { useFacets } from '../../data/queries.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useLibrarySearch } from '../../state/library-search.ts';
import { goTo, screenAddress } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkList } from '../../ui/link-list.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FacetChips } from './facet-chips.tsx';
import { LibraryBar } from './library-bar.tsx';
import { LibraryMenu } from './library-menu.tsx';
import { PictureList } from './picture-list.tsx';
import { QueryProblems } from './query-problems.tsx';
import { partsOf } from './selection.ts';

/** As much as the studio takes. */
const searchMaxLength = 500;
/** Long enough that a word being typed is not searched letter by letter. */
const settleMs = 200;

export function LibraryView({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const { t, i18n } = useTranslation();
  const { line: typed, setLine: setTyped } = useLibrarySearch();
  const { problems } = useMemo(() => parseQuery(typed), [typed]);
  const understood = problems.length === 0;
  const [search, setSearch] = useState(understood ? typed.trim() : '');
  const asked = useMemo(() => ({ search, part: 'library' as const }), [search]);
  const { data: outline } = useLibraryOutline(asked);
  const { data: facets } = useFacets(search, { ready: outline !== undefined });
  const { data: trash } = useTrashSize();
  const changes = useLibraryChanges();
  const total = outline?.total ?? 0;

  // What was found last stays while a term is half written.
  useEffect(() => {
    if (!understood) return;
    const settled = setTimeout(() => setSearch(typed.trim()), settleMs);
    return () => clearTimeout(settled);
  }, [typed, understood]);

  return (
    <>
      <ScreenTitle
        title={t('library.title')}
        {...(total > 0
          ? { aside: t('library.total', { count: total, total: formatNumber(total, i18n.language) }) }
          : {})}
      >
        <div className="flex items-center gap-2">
          <div className="relative w-96 max-w-full">
            <Search
              aria-hidden
              className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint"
            />
            <TextField
              type="search"
              aria-label={t('library.search')}
              placeholder={t('library.searchPlaceholder')}
              maxLength={searchMaxLength}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="pl-9"
            />
          </div>
          <LibraryMenu search={search} total={total} />
        </div>
      </ScreenTitle>
      <QueryProblems problems={problems} line={typed} onChange={setTyped} />
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1">
          {facets !== undefined && <FacetChips facets={facets} line={typed} onChange={setTyped} />}
        </div>
        <LinkList
          label={t('library.places')}
          links={[
            { to: screenAddress('library', 'collections'), name: t('collections.title'), icon: <Archive /> },
            {
              to: screenAddress('library', 'trash'),
              name:
                trash === undefined || trash.pictures === 0
                  ? t('trash.title')
                  : t('trash.titleCount', { total: formatNumber(trash.pictures, i18n.language) }),
              icon: <Trash2 />,
            },
            { to: screenAddress('library', 'storage'), name: t('storage.title'), icon: <HardDrive /> },
          ]}
        />
      </div>
      <PictureList
        asked={asked}
        scroller={scroller}
        opens
        onDelete={({ selection, clear }) => void changes.trash(partsOf(selection, search)).then(clear)}
        bar={(choice) => <LibraryBar choice={choice} search={search} changes={changes} />}
        empty={
          search === '' ? (
            <EmptyState icon={<Images />} title={t('library.emptyTitle')} text={t('library.emptyText')}>
              <Button weight="primary" onClick={() => goTo('create')}>
                {t('library.create')}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState
              icon={<SearchX />}
              title={t('library.nothingTitle', { search })}
              text={t('library.nothingText')}
            >
              <Button onClick={() => setTyped('')}>{t('library.clear')}</Button>
            </EmptyState>
          )
        }
      />
    </>
  );
}
