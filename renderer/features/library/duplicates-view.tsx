// Pictures that are nearly equal, in groups: one of each is kept, the others go to the trash.

import { CopyCheck, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { captionOf, type LibraryItem } from '../../../shared/domain/image.ts';
import { thumbnailAddress } from '../../bridge/image-address.ts';
import { useDuplicates } from '../../data/duplicates.ts';
import { useLibraryChanges } from '../../data/library-changes.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatBytes, formatMoment, formatNumber } from '../../i18n/format.ts';
import { useViewer } from '../../state/viewer.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PlaceTitle } from './place-title.tsx';

export function DuplicatesView() {
  const { t, i18n } = useTranslation();
  const sentence = useErrorSentence();
  const { data, error } = useDuplicates();
  const changes = useLibraryChanges();
  const [chosen, setChosen] = useState<ReadonlyMap<string, ImageId>>(new Map());
  const number = (value: number) => formatNumber(value, i18n.language);
  const groups = (data?.groups ?? []).map((items) => ({ items, kept: keptOf(items, chosen) }));
  const surplus = groups.flatMap(({ items, kept }) => others(items, kept));

  const trash = (ids: ImageId[]) => void changes.trash([{ kind: 'pictures', ids }]);

  return (
    <>
      <PlaceTitle
        title={t('duplicates.title')}
        {...(data === undefined || data.total === 0
          ? {}
          : { aside: t('duplicates.groups', { count: data.total, total: number(data.total) }) })}
      >
        {surplus.length > 0 && (
          <Button icon={<Trash2 />} disabled={changes.done !== null} onClick={() => trash(surplus)}>
            {t('duplicates.trashAll', { count: surplus.length, total: number(surplus.length) })}
          </Button>
        )}
      </PlaceTitle>
      <p className="mb-4 max-w-prose text-muted">{t('duplicates.text')}</p>
      {data !== undefined && data.waiting > 0 && (
        <div className="mb-4">
          <Notice tone="neutral" role="status">
            {t('duplicates.waiting', { count: data.waiting, total: number(data.waiting) })}
          </Notice>
        </div>
      )}
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {data === undefined && error === null && (
        <Waiting label={t('duplicates.looking')}>
          <Skeleton className="h-48" />
          <Skeleton className="h-48" />
        </Waiting>
      )}
      {data?.groups.length === 0 && (
        <EmptyState icon={<CopyCheck />} title={t('duplicates.noneTitle')} text={t('duplicates.noneText')} />
      )}
      <ul aria-label={t('duplicates.title')} className="flex flex-col gap-4">
        {groups.map(({ items, kept }) => (
          <Group
            key={keyOf(items)}
            items={items}
            kept={kept}
            onKeep={(id) => setChosen((before) => new Map(before).set(keyOf(items), id))}
            onTrash={() => trash(others(items, kept))}
          />
        ))}
      </ul>
    </>
  );
}

interface GroupProps {
  readonly items: readonly LibraryItem[];
  readonly kept: ImageId;
  readonly onKeep: (id: ImageId) => void;
  readonly onTrash: () => void;
}

function Group({ items, kept, onKeep, onTrash }: GroupProps) {
  const { t, i18n } = useTranslation();
  const open = useViewer((viewer) => viewer.open);
  const name = items[0] === undefined ? '' : captionOf(items[0]);
  return (
    <li className="rounded-card border border-line bg-surface p-4 shadow-card">
      <fieldset aria-label={name} className="min-w-0">
        <div className="mb-3 flex items-center gap-3">
          <p aria-hidden className="min-w-0 flex-1 truncate font-medium">
            {name}
          </p>
          <Button size="small" icon={<Trash2 />} onClick={onTrash}>
            {t('duplicates.trashOthers', { count: items.length - 1 })}
          </Button>
        </div>
        <div className="flex flex-wrap gap-3">
          {items.map(({ image }) => (
            <div key={image.id} className="flex w-40 flex-col gap-1.5">
              <button
                type="button"
                aria-label={t('duplicates.look', { width: image.width, height: image.height })}
                onClick={() =>
                  open(
                    image.id,
                    items.map((item) => item.image.id),
                  )
                }
                className="flex h-40 cursor-zoom-in items-center justify-center overflow-hidden rounded-tile bg-soft"
              >
                <img
                  alt=""
                  src={thumbnailAddress(image.id, 160)}
                  draggable={false}
                  className="max-h-full max-w-full object-contain"
                />
              </button>
              <label className="flex cursor-pointer items-center gap-2">
                <input
                  type="radio"
                  name={keyOf(items)}
                  checked={image.id === kept}
                  onChange={() => onKeep(image.id)}
                  className="size-4 accent-accent"
                />
                <span>{image.id === kept ? t('duplicates.kept') : t('duplicates.keep')}</span>
              </label>
              <p className="tabular text-small text-muted">
                {image.width} × {image.height}
                {image.sizeBytes !== null && <> · {formatBytes(image.sizeBytes, i18n.language)}</>}
                <br />
                {formatMoment(image.createdAt, i18n.language)}
              </p>
            </div>
          ))}
        </div>
      </fieldset>
    </li>
  );
}

function Waiting({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-4">
      {children}
    </div>
  );
}

/** A group keeps its name while its pictures come and go. */
function keyOf(items: readonly LibraryItem[]): string {
  return items[0]?.image.id ?? '';
}

/** The one that was chosen; else the largest, and of those alike in size the oldest. */
function keptOf(items: readonly LibraryItem[], chosen: ReadonlyMap<string, ImageId>): ImageId {
  const wanted = chosen.get(keyOf(items));
  const [first, ...rest] = items.map(({ image }) => image);
  if (first === undefined) throw new Error('a group has pictures');
  if (wanted !== undefined && items.some(({ image }) => image.id === wanted)) return wanted;
  return rest.reduce((best, next) => (next.width * next.height > best.width * best.height ? next : best), first).id;
}

function others(items: readonly LibraryItem[], kept: ImageId): ImageId[] {
  return items.map(({ image }) => image.id).filter((id) => id !== kept);
}
