// What can be done with the pictures chosen in the library.

import { FolderMinus, FolderPlus, Heart, HeartOff, Share2, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturesPerCall } from '../../../shared/domain/selection.ts';
import { hasTerm } from '../../../shared/library-query/change-query.ts';
import { useCollections } from '../../data/collections.ts';
import type { LibraryChanges } from '../../data/library-changes.ts';
import { useExporting } from '../../state/exporting.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { CollectionDialog } from './collection-dialog.tsx';
import { type Choice, namedIn } from './picture-list.tsx';
import { partsOf } from './selection.ts';
import { TagsDialog } from './tags-dialog.tsx';

interface LibraryBarProps {
  readonly choice: Choice;
  readonly search: string;
  readonly changes: LibraryChanges;
}

export function LibraryBar({ choice, search, changes }: LibraryBarProps) {
  const { t } = useTranslation();
  const openExport = useExporting((exporting) => exporting.open);
  const { data } = useCollections();
  const [asking, setAsking] = useState<'tags' | 'collection' | null>(null);
  const pictures = partsOf(choice.selection, search);
  const ids = namedIn(choice);
  const amongFavourites = hasTerm(search, 'is:favourite');
  // A search for exactly one collection: its pictures can be taken out of it again.
  const shownCollection = data?.collections.find(({ name }) => search === `in:"${name}"`);

  return (
    <ChoiceBar choice={choice} done={changes.done}>
      <IconButton
        label={amongFavourites ? t('library.choice.unfavourite') : t('library.choice.favourite')}
        icon={amongFavourites ? <HeartOff /> : <Heart />}
        onClick={() => void changes.mark(pictures, { favourite: !amongFavourites })}
      />
      <IconButton label={t('library.choice.tags')} icon={<Tags />} onClick={() => setAsking('tags')} />
      <IconButton label={t('library.choice.collect')} icon={<FolderPlus />} onClick={() => setAsking('collection')} />
      {shownCollection !== undefined && (
        <IconButton
          label={t('library.choice.takeOut', { name: shownCollection.name })}
          icon={<FolderMinus />}
          onClick={() => void changes.removeFrom(shownCollection, pictures).then(choice.clear)}
        />
      )}
      <IconButton
        label={t('export.action')}
        icon={<Share2 />}
        disabled={ids !== null && ids.length > picturesPerCall}
        onClick={() => {
          const [all] = pictures;
          const selection = ids === null ? all : { kind: 'pictures' as const, ids };
          if (selection !== undefined) openExport(selection, choice.count);
        }}
      />
      <IconButton
        label={t('library.choice.trash')}
        keys={t('keys.delete')}
        icon={<Trash2 />}
        onClick={() => void changes.trash(pictures).then(choice.clear)}
      />
      {asking === 'tags' && (
        <TagsDialog
          count={choice.count}
          onClose={() => setAsking(null)}
          onDone={(marks) => void changes.mark(pictures, marks)}
        />
      )}
      {asking === 'collection' && (
        <CollectionDialog
          onClose={() => setAsking(null)}
          onPick={(collection) => void changes.addTo(collection, pictures)}
        />
      )}
    </ChoiceBar>
  );
}
