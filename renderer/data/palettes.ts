// What the palette screens read and do.

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EventData } from '../../shared/contract/index.ts';
import type { ModelId, PaletteTicket } from '../../shared/domain/ids.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { useModels, useSettings } from './queries.ts';
import { queryKeys } from './query-keys.ts';

export function usePalettes() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.palettes, queryFn: () => bridge.call('palettes.list', {}) });
}

/** How far the making of a palette is; null until the studio said so. */
export function usePaletteProgress(ticket: PaletteTicket): EventData<'palette.progress'> | null {
  const { data } = useQuery<EventData<'palette.progress'>>({
    queryKey: queryKeys.paletteProgress(ticket),
    queryFn: skipToken,
  });
  return data ?? null;
}

export interface PaletteAlone {
  readonly alone: boolean;
  /** False until the settings and the models are known. */
  readonly known: boolean;
  setAlone(alone: boolean): void;
}

/** Alone, a palette does without every set of the model it extends; mixed, it does without what the model does without. */
export function usePaletteAlone(id: ModelId): PaletteAlone {
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const { data: settings } = useSettings();
  const { data: models } = useModels();
  const sets = models?.models.find((model) => model.id === id)?.manifest.sets.map(({ name }) => name) ?? [];
  const others = sets.filter((name) => name !== id);
  const excluded = settings?.excludedSets[id] ?? [];

  async function change(alone: boolean): Promise<void> {
    const known = cache.getQueryData<Settings>(queryKeys.settings);
    if (known === undefined) return;
    const { [id]: _own, ...rest } = known.excludedSets;
    const excludedSets = alone ? { ...rest, [id]: others } : rest;
    cache.setQueryData<Settings>(queryKeys.settings, { ...known, excludedSets });
    cache.setQueryData(queryKeys.settings, await bridge.call('settings.set', { excludedSets }));
  }

  return {
    alone: others.length > 0 && others.every((name) => excluded.includes(name)),
    known: settings !== undefined && others.length > 0,
    setAlone(alone) {
      void change(alone).catch((error: unknown) => {
        void cache.invalidateQueries({ queryKey: queryKeys.settings });
        fail(error);
      });
    },
  };
}
