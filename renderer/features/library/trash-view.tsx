// The trash: what was thrown away, to be brought back or deleted for good.

import { Trash2, Undo2 } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSelection } from '../../../shared/domain/selection.ts';
import { useTrashSize } from '../../data/collections.ts';
import { useLibraryChanges } from '../../data/library-changes.ts';
import { formatBytes, formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { type Choice, PictureList } from './picture-list.tsx';
import { PlaceTitle } from './place-title.tsx';
import { everything, partsOf } from './selection.ts';

const asked = { search: '', part: 'trash' } as const;

/** What is about to be deleted for good, while that is being asked. */
interface Doomed {
  readonly pictures: readonly PictureSelection[];
  readonly count: number;
  /** Known when it is all of the trash. */
  readonly bytes: number | null;
  readonly after: () => void;
}

export function TrashView({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const { t, i18n } = useTranslation();
  const { data: size } = useTrashSize();
  const changes = useLibraryChanges();
  const [doomed, setDoomed] = useState<Doomed | null>(null);
  const number = (value: number) => formatNumber(value, i18n.language);
  const isEmpty = size === undefined || size.pictures === 0;

  const doom = ({ selection, count, clear }: Choice): void =>
    setDoomed({ pictures: partsOf(selection, ''), count, bytes: null, after: clear });

  return (
    <>
      <PlaceTitle
        title={t('trash.title')}
        {...(isEmpty
          ? {}
          : {
              aside: t('trash.size', {
                count: size.pictures,
                total: number(size.pictures),
                size: formatBytes(size.bytes, i18n.language),
              }),
            })}
      >
        {!isEmpty && (
          <Button
            weight="danger"
            icon={<Trash2 />}
            disabled={changes.done !== null}
            onClick={() =>
              setDoomed({
                pictures: partsOf(everything, ''),
                count: size.pictures,
                bytes: size.bytes,
                after: () => {},
              })
            }
          >
            {t('trash.empty')}
          </Button>
        )}
      </PlaceTitle>
      <PictureList
        asked={asked}
        scroller={scroller}
        opens={false}
        onDelete={doom}
        empty={<EmptyState icon={<Trash2 />} title={t('trash.emptyTitle')} text={t('trash.emptyText')} />}
        bar={(choice) => (
          <ChoiceBar choice={choice} done={changes.done}>
            <Button
              size="small"
              icon={<Undo2 />}
              onClick={() => void changes.restore(partsOf(choice.selection, '')).then(choice.clear)}
            >
              {t('trash.restore')}
            </Button>
            <Button size="small" weight="danger" icon={<Trash2 />} onClick={() => doom(choice)}>
              {t('trash.purge')}
            </Button>
          </ChoiceBar>
        )}
      />
      {doomed !== null && (
        <Dialog
          title={t('trash.askTitle', { count: doomed.count, total: number(doomed.count) })}
          onClose={() => setDoomed(null)}
        >
          <p className="text-muted">
            {doomed.bytes === null
              ? t('trash.askText')
              : t('trash.askTextSize', { size: formatBytes(doomed.bytes, i18n.language) })}
          </p>
          <div className="mt-6 flex justify-end gap-2">
            <Button weight="quiet" onClick={() => setDoomed(null)}>
              {t('trash.keep')}
            </Button>
            <Button
              weight="danger"
              onClick={() => {
                void changes.purge(doomed.pictures).then(doomed.after);
                setDoomed(null);
              }}
            >
              {t('trash.purge')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
