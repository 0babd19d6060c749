// What the import of a folder reads and does.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportId, LibraryImport } from '../../shared/domain/import.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useImporting } from '../state/importing.ts';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

/** An import as it goes on, patched by its events. */
export function useImport(id: ImportId | null): LibraryImport | null {
  const bridge = useBridge();
  const { data } = useQuery({
    queryKey: queryKeys.importOf(id),
    queryFn: async () => (await bridge.call('imports.list', {})).imports.find((one) => one.id === id) ?? null,
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}

/** Asks for a folder and begins; nothing happens when none is chosen. Null where there is no desktop to ask on. */
export function useImportFolder(): (() => void) | null {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const follow = useImporting((importing) => importing.follow);

  async function importFolder(): Promise<void> {
    const { folder } = await bridge.call('desktop.chooseFolder', {});
    if (folder === null) return;
    const started = await bridge.call('imports.start', { folder: { kind: 'chosen', ticket: folder.ticket } });
    // Its events may have been quicker than this answer.
    cache.setQueryData<LibraryImport | null>(queryKeys.importOf(started.id), (known) => known ?? started);
    follow(started.id);
  }

  return bridge.platform === null ? null : () => void importFolder().catch(fail);
}

export function useCancelImport() {
  const bridge = useBridge();
  return useMutation({ mutationFn: (id: ImportId) => bridge.call('imports.cancel', { id }) });
}
