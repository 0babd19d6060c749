// Asks for the collection that pictures are to be put into, and makes a new one where none fits.

import { FolderPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../../shared/domain/collection.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useCollections } from '../../data/collections.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CollectionNameField } from './collection-name-field.tsx';

interface CollectionDialogProps {
  readonly onClose: () => void;
  readonly onPick: (collection: Collection) => void;
}

export function CollectionDialog({ onClose, onPick }: CollectionDialogProps) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const { data } = useCollections();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<unknown>(null);

  function pick(collection: Collection): void {
    onPick(collection);
    onClose();
  }

  function create(event: FormEvent): void {
    event.preventDefault();
    bridge.call('collections.create', { name }).then(pick, setProblem);
  }

  return (
    <Dialog title={t('collections.pick')} onClose={onClose}>
      {data !== undefined && data.collections.length > 0 && (
        <ul aria-label={t('collections.title')} className="mb-4 max-h-64 overflow-y-auto">
          {data.collections.map((collection) => (
            <li key={collection.id}>
              <button
                type="button"
                onClick={() => pick(collection)}
                className="flex h-9 w-full items-center gap-3 rounded-control px-2.5 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{collection.name}</span>
                <span className="tabular text-small text-muted">{formatNumber(collection.count, i18n.language)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={create} className="flex items-start gap-2">
        <CollectionNameField
          name={name}
          problem={problem}
          onChange={(typed) => {
            setName(typed);
            setProblem(null);
          }}
        />
        <Button type="submit" weight="primary" icon={<FolderPlus />} disabled={name.trim() === ''}>
          {t('collections.create')}
        </Button>
      </form>
    </Dialog>
  );
}
