// The models one can download, and what is done with their downloads.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ModelId } from '../../shared/domain/ids.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useDownloads() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.downloads, queryFn: () => bridge.call('downloads.list', {}) });
}

export interface DownloadActions {
  /** Resolves once it is under way or was refused: its source is asked for the list of files first. */
  start(id: ModelId): Promise<void>;
  pause(id: ModelId): void;
  cancel(id: ModelId): void;
}

export function useDownloadActions(): DownloadActions {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const renew = () => cache.invalidateQueries({ queryKey: queryKeys.downloads });
  return {
    start: async (id) => {
      await bridge.call('downloads.start', { id }).catch(fail);
      await renew();
    },
    pause: (id) => void bridge.call('downloads.pause', { id }).then(renew, fail),
    cancel: (id) => void bridge.call('downloads.cancel', { id }).then(renew, fail),
  };
}
