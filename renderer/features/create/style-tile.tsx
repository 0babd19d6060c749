// One style to choose: its picture, or the letter it begins with, and for one's own what can be done to it.

import { Check, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ListedStyle } from '../../../shared/contract/styles.ts';
import { useStyleName } from '../../data/style-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { stylePicture } from './style-picture.ts';

interface StyleTileProps {
  readonly style: ListedStyle;
  readonly chosen: boolean;
  readonly onToggle: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

export function StyleTile({ style, chosen, onToggle, onEdit, onRemove }: StyleTileProps) {
  const { t } = useTranslation();
  const name = useStyleName()(style);
  const picture = stylePicture(style);
  return (
    <li className="relative">
      <button
        type="button"
        aria-pressed={chosen}
        title={style.prompt}
        onClick={onToggle}
        className="flex w-full flex-col overflow-hidden rounded-tile border border-line bg-soft text-left transition-colors hover:border-edge aria-pressed:border-accent aria-pressed:ring-1 aria-pressed:ring-accent"
      >
        {picture === null ? (
          <span aria-hidden className="flex aspect-square w-full items-center justify-center text-display text-faint">
            {name.slice(0, 1).toLocaleUpperCase()}
          </span>
        ) : (
          <img alt="" src={picture} className="aspect-square w-full object-cover" />
        )}
        <span className="w-full truncate bg-surface px-2 py-1.5 text-small">{name}</span>
      </button>
      {chosen && (
        <span
          aria-hidden
          className="absolute top-1.5 left-1.5 flex size-5 items-center justify-center rounded-full bg-accent text-on-accent"
        >
          <Check className="size-3.5" />
        </span>
      )}
      {style.origin === 'own' && (
        <span className="absolute top-1 right-1 flex rounded-control bg-surface/90">
          <IconButton size="small" label={t('styles.edit', { name })} icon={<Pencil />} onClick={onEdit} />
          <IconButton size="small" label={t('styles.remove', { name })} icon={<Trash2 />} onClick={onRemove} />
        </span>
      )}
    </li>
  );
}
