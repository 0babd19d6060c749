// The bar over the picture: what it is, how close one looks, and what can be done with it.

import { Columns2, Fullscreen, Info, Maximize, Minus, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { captionOf, type LibraryPicture } from '../../../shared/domain/image.ts';
import { usePreferences } from '../../state/preferences.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { FavouriteButton } from './favourite-button.tsx';
import { PictureTools } from './picture-tools.tsx';
import { StartButtons } from './start-buttons.tsx';

export interface ViewerActions {
  zoomIn(): void;
  zoomOut(): void;
  /** Between the size that fits and the picture's own. */
  toggleSize(): void;
  toggleComparison(): void;
  toggleAlone(): void;
  close(): void;
}

interface ViewerBarProps {
  readonly item: LibraryPicture | undefined;
  /** From 1; null for a picture that stands in no row. */
  readonly place: { readonly number: number; readonly total: number } | null;
  readonly isFitted: boolean;
  /** null when there is nothing to compare with. */
  readonly isComparing: boolean | null;
  readonly actions: ViewerActions;
}

export function ViewerBar({ item, place, isFitted, isComparing, actions }: ViewerBarProps) {
  const { t } = useTranslation();
  const inspectorOpen = usePreferences((preferences) => preferences.inspectorOpen);
  const setInspectorOpen = usePreferences((preferences) => preferences.setInspectorOpen);
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line bg-surface px-3">
      <p className="min-w-0 flex-1 truncate px-1 text-muted">{item && captionOf(item)}</p>
      {place !== null && (
        <span className="tabular mr-2 text-small whitespace-nowrap text-faint">
          {t('viewer.place', { place: place.number, total: place.total })}
        </span>
      )}
      <IconButton label={t('viewer.zoomOut')} keys="−" icon={<Minus />} onClick={actions.zoomOut} />
      <IconButton
        label={isFitted ? t('viewer.fullSize') : t('viewer.fit')}
        keys={isFitted ? '1' : '0'}
        icon={<Maximize />}
        pressed={!isFitted}
        onClick={actions.toggleSize}
      />
      <IconButton label={t('viewer.zoomIn')} keys="+" icon={<Plus />} onClick={actions.zoomIn} />
      <IconButton label={t('viewer.alone')} keys="⇧ F" icon={<Fullscreen />} onClick={actions.toggleAlone} />
      {isComparing !== null && (
        <IconButton
          label={t('viewer.compare.title')}
          keys="C"
          icon={<Columns2 />}
          pressed={isComparing}
          onClick={actions.toggleComparison}
        />
      )}
      {item !== undefined && <FavouriteButton picture={item} />}
      {item !== undefined && <StartButtons item={item} />}
      {item !== undefined && <PictureTools item={item} />}
      <IconButton
        label={t('viewer.inspector')}
        keys="I"
        icon={<Info />}
        pressed={inspectorOpen}
        onClick={() => setInspectorOpen(!inspectorOpen)}
      />
      <IconButton label={t('viewer.close')} keys={t('keys.escape')} icon={<X />} onClick={actions.close} />
    </header>
  );
}
