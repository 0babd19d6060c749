// What the export dialog reads and does.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CallInput } from '../../shared/contract/index.ts';
import type { ExportId, LibraryExport } from '../../shared/domain/export.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { queryKeys } from './query-keys.ts';

/** An export as it goes on, patched by its events. */
export function useExport(id: ExportId | null): LibraryExport | null {
  const bridge = useBridge();
  const { data } = useQuery({
    queryKey: queryKeys.exportOf(id),
    queryFn: async () => (await bridge.call('exports.list', {})).exports.find((one) => one.id === id) ?? null,
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}

/** Asks for a folder where there is a desktop; null when the person chose none. */
export function useStartExport() {
  const bridge = useBridge();
  const cache = useQueryClient();
  return useMutation({
    async mutationFn(asked: Omit<CallInput<'exports.start'>, 'target'>): Promise<LibraryExport | null> {
      if (bridge.platform === null) return bridge.call('exports.start', asked);
      const { folder } = await bridge.call('desktop.chooseFolder', {});
      if (folder === null) return null;
      return bridge.call('exports.start', { ...asked, target: { kind: 'chosen', ticket: folder.ticket } });
    },
    onSuccess: (started) => {
      if (started === null) return;
      // Its events may have been quicker than this answer.
      cache.setQueryData<LibraryExport | null>(queryKeys.exportOf(started.id), (known) => known ?? started);
    },
  });
}

export function useCancelExport() {
  const bridge = useBridge();
  return useMutation({ mutationFn: (id: ExportId) => bridge.call('exports.cancel', { id }) });
}

/** Hands an exported file to the browser as a download. */
export function downloadExport(file: string): void {
  const link = document.createElement('a');
  link.href = `/export/${encodeURIComponent(file)}`;
  link.download = file;
  link.click();
}
