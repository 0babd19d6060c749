// The library: every finished picture, found again by its words and by what is known of it.

import { Images, Search, SearchX } from 'lucide-react';
import { type RefObject, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { parseQuery } from '../../../shared/library-query/parse-query.ts';
import { allItems } from '../../data/library-pages.ts';
import { useFacets, useLibrary } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatNumber } from '../../i18n/format.ts';
import { goTo } from '../../state/screen.ts';
import { useViewer } from '../../state/viewer.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FacetChips } from './facet-chips.tsx';
import { LibraryGrid } from './library-grid.tsx';
import { QueryProblems } from './query-problems.tsx';

/** As much as the studio takes. */
const searchMaxLength = 500;
/** Long enough that a word being typed is not searched letter by letter. */
const settleMs = 200;

export function LibraryScreen({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const open = useViewer((viewer) => viewer.open);
  const { problems } = useMemo(() => parseQuery(typed), [typed]);
  const understood = problems.length === 0;
  const library = useLibrary(search);
  const { data: facets } = useFacets(search, { ready: library.isSuccess });
  const items = useDeferredValue(allItems(library.data));
  const total = library.data?.pages[0]?.total ?? 0;

  // What was found last stays while a term is half written.
  useEffect(() => {
    if (!understood) return;
    const settled = setTimeout(() => setSearch(typed.trim()), settleMs);
    return () => clearTimeout(settled);
  }, [typed, understood]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = library;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const show = useCallback(
    (image: ImageId) =>
      open(
        image,
        items.map((item) => item.image.id),
      ),
    [open, items],
  );

  return (
    <div className="px-4 py-6 md:px-8">
      <ScreenTitle
        title={t('library.title')}
        {...(library.isSuccess && total > 0
          ? { aside: t('library.total', { count: total, total: formatNumber(total, i18n.language) }) }
          : {})}
      >
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
      </ScreenTitle>
      <QueryProblems problems={problems} line={typed} onChange={setTyped} />
      {facets !== undefined && <FacetChips facets={facets} line={typed} onChange={setTyped} />}
      {library.isPending && (
        <div role="status" aria-label={t('library.loading')} className="grid grid-cols-4 gap-1.5 lg:grid-cols-6">
          {Array.from({ length: 12 }, (_, tile) => (
            <Skeleton key={tile} className="aspect-square" />
          ))}
        </div>
      )}
      {library.isError && (
        <Notice role="alert" tone="danger" title={sentence(library.error).title}>
          {sentence(library.error).advice}
        </Notice>
      )}
      {library.isSuccess && items.length === 0 && search === '' && (
        <EmptyState icon={<Images />} title={t('library.emptyTitle')} text={t('library.emptyText')}>
          <Button weight="primary" onClick={() => goTo('create')}>
            {t('library.create')}
          </Button>
        </EmptyState>
      )}
      {library.isSuccess && items.length === 0 && search !== '' && (
        <EmptyState icon={<SearchX />} title={t('library.nothingTitle', { search })} text={t('library.nothingText')}>
          <Button onClick={() => setTyped('')}>{t('library.clear')}</Button>
        </EmptyState>
      )}
      {items.length > 0 && <LibraryGrid items={items} scroller={scroller} onOpen={show} onNearEnd={more} />}
    </div>
  );
}
