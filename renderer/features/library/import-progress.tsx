// The import under way, at the edge of the window: how many pictures were taken, which are known already, which were refused.

import { Images } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LibraryImport } from '../../../shared/domain/import.ts';
import { useCancelImport, useImport } from '../../data/imports.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useImporting } from '../../state/importing.ts';
import { useLibrarySearch } from '../../state/library-search.ts';
import { goTo } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { WorkCard } from '../../ui/work-card.tsx';

/** More would cover the pictures; the count says the rest. */
const refusalsShown = 5;

export function ImportProgress() {
  const { running, follow } = useImporting();
  const state = useImport(running);
  return state === null ? null : <ImportCard state={state} onDismiss={() => follow(null)} />;
}

function ImportCard({ state, onDismiss }: { readonly state: LibraryImport; readonly onDismiss: () => void }) {
  const { t, i18n } = useTranslation();
  const fail = useFailureToast();
  const cancel = useCancelImport();
  const setLine = useLibrarySearch((search) => search.setLine);
  const isRunning = state.state === 'running';
  const done = state.taken + state.known + state.refused;
  const shown = state.refusals.slice(0, refusalsShown);
  const more = state.refused - shown.length;
  const number = (value: number) => formatNumber(value, i18n.language);
  const progress =
    state.found === null
      ? { fraction: null, text: t('import.looking') }
      : {
          fraction: state.found === 0 ? 1 : done / state.found,
          text: t('import.count', { done: number(done), total: number(state.found) }),
        };
  const known = state.known === 0 ? '' : ` ${t('import.known', { count: state.known, total: number(state.known) })}`;

  return (
    <WorkCard
      name={t('import.name')}
      title={
        isRunning
          ? t('import.running', { folder: state.folder })
          : `${t(`import.ended.${state.state === 'completed' ? 'completed' : 'early'}`, { count: state.taken, total: number(state.taken), folder: state.folder })}${known}`
      }
      error={state.error?.message ?? null}
      failures={
        state.refused === 0
          ? undefined
          : {
              title: t('import.refused', { count: state.refused }),
              items: shown.map((refusal, place) => ({ key: String(place), ...refusal })),
              more: more > 0 ? t('import.more', { count: more }) : null,
            }
      }
      {...(isRunning ? { progress } : { close: { label: t('import.close'), run: onDismiss } })}
    >
      {isRunning ? (
        <Button size="small" className="self-end" onClick={() => cancel.mutate(state.id, { onError: fail })}>
          {t('import.stop')}
        </Button>
      ) : (
        state.taken > 0 && (
          <Button
            size="small"
            className="self-end"
            icon={<Images />}
            onClick={() => {
              setLine('kind:import');
              goTo('library');
            }}
          >
            {t('import.show')}
          </Button>
        )
      )}
    </WorkCard>
  );
}
