// Changes settings: the answer has all of them, and a failure becomes a toast.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SettingsPatch } from '../../shared/domain/settings.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

export function useSetSettings() {
  const bridge = useBridge();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (patch: SettingsPatch) => bridge.call('settings.set', patch),
    onSuccess: (changed) => cache.setQueryData(queryKeys.settings, changed),
    onError: useFailureToast(),
  });
}
