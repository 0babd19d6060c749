// Keeps a picture among the favourites, or lets it go; the studio's event then changes what is shown.

import type { LibraryPicture } from '../../shared/domain/image.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';

export function useSetFavourite(): (picture: LibraryPicture) => void {
  const bridge = useBridge();
  const fail = useFailureToast();
  return ({ image, favourite }) =>
    void bridge.call('library.setFavourite', { id: image.id, favourite: !favourite }).catch(fail);
}
