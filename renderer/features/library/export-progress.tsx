// The export under way, at the edge of the window: how far it is, a way to stop it, and what came of it.

import { FolderOpen, X } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryExport } from '../../../shared/domain/export.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadExport, useCancelExport, useExport } from '../../data/exports.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useExporting } from '../../state/exporting.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

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
  const done = state.written + state.failed;
  const more = state.failed - Math.min(state.failures.length, failuresShown);
  const counts = {
    done: formatNumber(state.written, i18n.language),
    total: formatNumber(state.total, i18n.language),
  };

  return (
    <section
      aria-label={t('export.name')}
      className="fixed right-4 bottom-4 z-30 flex w-80 max-w-[calc(100vw-2rem)] animate-appear flex-col gap-2 rounded-card border border-line bg-raised p-4 shadow-float"
    >
      <div className="flex items-start gap-2">
        <p role="status" className="min-w-0 flex-1 font-medium">
          {t(`export.states.${state.state}`, counts)}
        </p>
        {!isRunning && <IconButton size="small" label={t('export.close')} icon={<X />} onClick={onDismiss} />}
      </div>
      {isRunning && (
        <>
          <ProgressBar label={t('export.name')} fraction={state.total === 0 ? null : done / state.total} />
          <p className="tabular text-small text-muted">{t('export.count', counts)}</p>
        </>
      )}
      {state.error !== null && <p className="text-small text-danger">{state.error.message}</p>}
      {state.failed > 0 && (
        <details className="text-small">
          <summary className="cursor-pointer text-danger">{t('export.failed', { count: state.failed })}</summary>
          <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto text-muted">
            {state.failures.slice(0, failuresShown).map(({ image, name, message }) => (
              <li key={image} className="[overflow-wrap:anywhere]">
                <span className="text-ink">{name}</span> {message}
              </li>
            ))}
            {more > 0 && <li>{t('export.more', { count: more })}</li>}
          </ul>
        </details>
      )}
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
    </section>
  );
}
