// The sets of drawings a model does without, and the way to change them; a change can be taken back from its toast.

import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExemplarSet, SetName } from '../../shared/domain/exemplar-source.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useToasts } from '../state/toasts.ts';
import { useFailureToast } from './job-actions.ts';
import { useSettings } from './queries.ts';
import { queryKeys } from './query-keys.ts';

export interface ExcludedSets {
  readonly names: readonly SetName[];
  /** False until the settings are known, and for the last set that is left. */
  canExclude(set: ExemplarSet): boolean;
  exclude(set: ExemplarSet): void;
  include(set: ExemplarSet): void;
}

export function useExcludedSets({ id, manifest }: Model): ExcludedSets {
  const { t } = useTranslation();
  const bridge = useBridge();
  const cache = useQueryClient();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const { data: settings } = useSettings();
  const has = (name: SetName) => manifest.sets.some((set) => set.name === name);
  const namesIn = (known: Settings | undefined) => (known?.excludedSets[id] ?? []).filter(has);
  const names = namesIn(settings);

  /** Reads the cache, not the page: two switches may be thrown before the first answer. */
  async function change(step: (excluded: readonly SetName[]) => SetName[]): Promise<void> {
    const known = cache.getQueryData<Settings>(queryKeys.settings);
    if (known === undefined) return;
    const excludedSets = { ...known.excludedSets, [id]: step(namesIn(known)) };
    cache.setQueryData<Settings>(queryKeys.settings, { ...known, excludedSets });
    try {
      cache.setQueryData(queryKeys.settings, await bridge.call('settings.set', { excludedSets }));
    } catch (error) {
      await cache.invalidateQueries({ queryKey: queryKeys.settings });
      throw error;
    }
  }

  const without = ({ name }: ExemplarSet) => change((excluded) => excluded.filter((other) => other !== name));
  const withIt = ({ name }: ExemplarSet) => change((excluded) => [...new Set([...excluded, name])].sort());

  function tell(text: string, undo: () => Promise<void>): void {
    show({ tone: 'neutral', text, action: { label: t('models.sets.undo'), run: () => void undo().catch(fail) } });
  }

  return {
    names,
    canExclude: ({ name }) =>
      settings !== undefined && manifest.sets.some((set) => set.name !== name && !names.includes(set.name)),
    exclude(set) {
      void withIt(set)
        .then(() => tell(t('models.sets.excluded', { set: set.title }), () => without(set)))
        .catch(fail);
    },
    include(set) {
      void without(set)
        .then(() => tell(t('models.sets.included', { set: set.title }), () => withIt(set)))
        .catch(fail);
    },
  };
}
