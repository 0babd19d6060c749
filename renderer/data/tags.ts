// The tags of one picture: replaced as a whole, and shown at once, so that a second change builds upon the first.

import { useQueryClient } from '@tanstack/react-query';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryPicture } from '../../shared/domain/image.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useSetTags(id: ImageId): (tags: readonly string[]) => void {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();

  return (tags) => {
    const queryKey = queryKeys.libraryItem(id);
    cache.setQueryData<LibraryPicture>(queryKey, (picture) => picture && { ...picture, tags: [...tags] });
    bridge.call('library.setTags', { id, tags: [...tags] }).catch((error: unknown) => {
      fail(error);
      void cache.invalidateQueries({ queryKey });
    });
  };
}
