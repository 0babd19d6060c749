// The export under way, at the edge of the window: how far it is, a way to stop it, and what came of it.

import { FolderOpen } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryExport } from '../../../shared/domain/export.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadExport, useCancelExport, useExport } from '../../data/exports.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useExporting } from '../../state/exporting.ts';
import { Button } from '../../ui/button.tsx';
import { WorkCard } from '../../ui/work-card.tsx';

/** More would cover the pictures; the count says the rest. */
const failuresShown = 5;

export function ExportProgress() {
  const { running, follow } = useExporting();
  const state = useExport(running);
  const download = useEffectEvent((file: string) => downloadExport(file));
  const file = state?.file ?? null;

  // A page in a browser has no folder of its own: what was exported is handed over as soon as it stands.
  useEffect(() => {
    if (file !== null) download(file);
  }, [file]);

  if (state === null) return null;
  return <ExportCard state={state} onDismiss={() => follow(null)} />;
}

function ExportCard({ state, onDismiss }: { readonly state: LibraryExport; readonly onDismiss: () => void }) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const cancel = useCancelExport();
  const isRunning = state.state === 'running';
  const shown = state.failures.slice(0, failuresShown);
  const more = state.failed - shown.length;
  const number = (value: number) => formatNumber(value, i18n.language);
  const counts = { done: number(state.written), total: number(state.total) };
  const fraction = state.total === 0 ? null : (state.written + state.failed) / state.total;

  return (
    <WorkCard
      name={t('export.name')}
      title={t(`export.states.${state.state}`, counts)}
      error={state.error?.message ?? null}
      failures={
        state.failed === 0
          ? undefined
          : {
              title: t('export.failed', { count: state.failed }),
              items: shown.map(({ image, ...said }) => ({ key: image, ...said })),
              more: more > 0 ? t('export.more', { count: more }) : null,
            }
      }
      {...(isRunning
        ? { progress: { fraction, text: t('export.count', counts) } }
        : { close: { label: t('export.close'), run: onDismiss } })}
    >
      {isRunning && (
        <Button size="small" className="self-end" onClick={() => cancel.mutate(state.id, { onError: fail })}>
          {t('export.stop')}
        </Button>
      )}
      {!isRunning && state.folder !== null && state.written > 0 && bridge.platform !== null && (
        <Button
          size="small"
          className="self-end"
          icon={<FolderOpen />}
          onClick={() => void bridge.call('exports.reveal', { id: state.id }).catch(fail)}
        >
          {t('export.showFolder')}
        </Button>
      )}
    </WorkCard>
  );
}
