// The collections: looked into, made, renamed and taken away.

import { Archive, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../../shared/domain/collection.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useCollections, useDeleteCollection } from '../../data/collections.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useLibrarySearch } from '../../state/library-search.ts';
import { goTo } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CollectionNameField } from './collection-name-field.tsx';
import { PlaceTitle } from './place-title.tsx';

export function CollectionsView() {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error } = useCollections();
  const [naming, setNaming] = useState<'new' | Collection | null>(null);
  const create = (
    <Button weight="primary" icon={<FolderPlus />} onClick={() => setNaming('new')}>
      {t('collections.new')}
    </Button>
  );

  return (
    <>
      <PlaceTitle title={t('collections.title')}>
        {data !== undefined && data.collections.length > 0 && create}
      </PlaceTitle>
      {error !== null && data === undefined && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {data !== undefined && data.collections.length === 0 && (
        <EmptyState icon={<Archive />} title={t('collections.emptyTitle')} text={t('collections.emptyText')}>
          {create}
        </EmptyState>
      )}
      {data !== undefined && data.collections.length > 0 && (
        <ul aria-label={t('collections.title')} className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-4">
          {data.collections.map((collection) => (
            <CollectionCard key={collection.id} collection={collection} onRename={() => setNaming(collection)} />
          ))}
        </ul>
      )}
      {naming !== null && <NameDialog named={naming} onClose={() => setNaming(null)} />}
    </>
  );
}

function CollectionCard({ collection, onRename }: { readonly collection: Collection; readonly onRename: () => void }) {
  const { t, i18n } = useTranslation();
  const setLine = useLibrarySearch((search) => search.setLine);
  const remove = useDeleteCollection();
  const { name, count, cover } = collection;

  function open(): void {
    setLine(`in:"${name}"`);
    goTo('library');
  }

  return (
    <li className="overflow-hidden rounded-card border border-line bg-surface">
      <button type="button" onClick={open} aria-label={t('collections.open', { name })} className="block w-full">
        {cover === null ? (
          <span className="flex aspect-[4/3] items-center justify-center bg-soft text-faint">
            <Archive aria-hidden className="size-6" />
          </span>
        ) : (
          <img
            alt=""
            src={thumbnailAddress(cover, 256)}
            draggable={false}
            className="aspect-[4/3] w-full bg-soft object-cover"
          />
        )}
      </button>
      <div className="flex items-center gap-1 py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 flex-1">
          <p className="truncate" title={name}>
            {name}
          </p>
          <p className="tabular text-small text-muted">
            {t('library.total', { count, total: formatNumber(count, i18n.language) })}
          </p>
        </div>
        <IconButton size="small" label={t('collections.rename', { name })} icon={<Pencil />} onClick={onRename} />
        <IconButton
          size="small"
          label={t('collections.delete', { name })}
          icon={<Trash2 />}
          onClick={() => remove(collection)}
        />
      </div>
    </li>
  );
}

interface NameDialogProps {
  readonly named: 'new' | Collection;
  readonly onClose: () => void;
}

function NameDialog({ named, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [name, setName] = useState(named === 'new' ? '' : named.name);
  const [problem, setProblem] = useState<unknown>(null);

  function save(event: FormEvent): void {
    event.preventDefault();
    const saving =
      named === 'new'
        ? bridge.call('collections.create', { name })
        : bridge.call('collections.rename', { id: named.id, name });
    saving.then(onClose, setProblem);
  }

  return (
    <Dialog
      title={named === 'new' ? t('collections.new') : t('collections.rename', { name: named.name })}
      onClose={onClose}
    >
      <form onSubmit={save}>
        <CollectionNameField
          name={name}
          problem={problem}
          onChange={(typed) => {
            setName(typed);
            setProblem(null);
          }}
        />
        <div className="mt-6 flex justify-end gap-2">
          <Button weight="quiet" onClick={onClose}>
            {t('collections.cancel')}
          </Button>
          <Button type="submit" weight="primary" disabled={name.trim() === ''}>
            {t('collections.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
