// Collections as screens read and change them; one that was taken away comes back by its toast.

import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../shared/domain/collection.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useToasts } from '../state/toasts.ts';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useCollections() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.collections, queryFn: () => bridge.call('collections.list', {}) });
}

export function useDeleteCollection(): (collection: Collection) => void {
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const { t } = useTranslation();

  async function remove({ id, name }: Collection): Promise<void> {
    await bridge.call('collections.delete', { id });
    const undo = () => void bridge.call('collections.restore', { id }).catch(fail);
    show({ tone: 'neutral', text: t('collections.deleted', { name }), action: { label: t('feed.undo'), run: undo } });
  }

  return (collection) => void remove(collection).catch(fail);
}

/** Tags that pictures have, to choose from while one is being typed; asked once somebody types. */
export function useKnownTags(beginning: string | null) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.knownTags(beginning ?? ''),
    queryFn: beginning === null ? skipToken : () => bridge.call('library.tags', { beginning, limit: 8 }),
    placeholderData: (previous) => previous,
  });
}

export function useTrashSize() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.trashSize, queryFn: () => bridge.call('library.trashSize', {}) });
}

export function useStorage() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.storage, queryFn: () => bridge.call('library.storage', {}) });
}
