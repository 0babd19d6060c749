// From a picture to the canvas: a part of it drawn anew, or more drawn around it.

import { Brush, Scaling } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { useStartPictures } from '../../data/start-pictures.ts';
import { IconButton } from '../../ui/icon-button.tsx';

export function StartButtons({ item }: { readonly item: LibraryPicture }) {
  const { t } = useTranslation();
  const { fromPicture } = useStartPictures();
  return (
    <>
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      <IconButton label={t('start.paint')} icon={<Brush />} onClick={() => void fromPicture(item, 'paint')} />
      <IconButton label={t('start.extend')} icon={<Scaling />} onClick={() => void fromPicture(item, 'extend')} />
    </>
  );
}
