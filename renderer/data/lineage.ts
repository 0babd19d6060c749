// Where pictures come from, as screens read it: families, receipts, and rendering a picture again.

import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImageId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast, useTellQueued } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useFamily(id: ImageId) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.family(id),
    queryFn: () => bridge.call('lineage.tree', { id }),
    // Most often the same family, seen from another member: the tree must not go away under the hand that walks it.
    placeholderData: (previous) => previous,
  });
}

export function useReceipt(id: ImageId) {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.receipt(id), queryFn: () => bridge.call('lineage.receipt', { id }) });
}

/** Renders the picture again; what came of it stays until another one is asked for. */
export function useVerification(id: ImageId) {
  const bridge = useBridge();
  const cache = useQueryClient();
  const { data: progress } = useQuery<number>({ queryKey: queryKeys.verifying(id), queryFn: skipToken });
  const verification = useMutation({
    mutationFn: () => bridge.call('lineage.verify', { id }),
    // How far the last one came says nothing of this one.
    onMutate: () => void cache.setQueryData(queryKeys.verifying(id), 0),
  });
  return {
    result: verification.data ?? null,
    error: isCancelled(verification.error) ? null : verification.error,
    underWay: verification.isPending,
    /** 0..1; null until the engine began. */
    progress: progress ?? null,
    begin: () => verification.mutate(),
    stop: () => void bridge.call('lineage.stopVerifying', { id }),
  };
}

function isCancelled(error: unknown): boolean {
  return error instanceof TesseraError && error.code === 'CANCELLED';
}

/** Draws a picture again by its own recipe and seed. */
export function useRerun(): (id: ImageId) => void {
  const bridge = useBridge();
  const fail = useFailureToast();
  const tellQueued = useTellQueued();
  const { mutate } = useMutation({
    mutationFn: (id: ImageId) => bridge.call('lineage.rerun', { id }),
    onError: fail,
    onSuccess: tellQueued,
  });
  return mutate;
}
