// The heart of the viewer: keeps a picture among the favourites, or no longer.

import { Heart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { useSetFavourite } from '../../data/favourites.ts';
import { IconButton } from '../../ui/icon-button.tsx';

export function FavouriteButton({ picture }: { readonly picture: LibraryPicture }) {
  const { t } = useTranslation();
  const setFavourite = useSetFavourite();
  return (
    <IconButton
      label={t('viewer.favourite')}
      keys="F"
      icon={<Heart fill={picture.favourite ? 'currentColor' : 'none'} />}
      pressed={picture.favourite}
      onClick={() => setFavourite(picture)}
    />
  );
}
