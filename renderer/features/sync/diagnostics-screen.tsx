// Diagnostics: looks this machine and everything sync talks to over, when asked.

import { useMutation } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DiagnosisList } from './diagnosis-list.tsx';

export function DiagnosticsScreen() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const sentence = useErrorSentence();
  const examine = useMutation({ mutationFn: () => bridge.call('system.doctor', {}) });
  const failed = examine.error === null ? null : sentence(examine.error);
  const faults = examine.data?.lines.filter((line) => line.verdict === 'failed').length ?? 0;
  const run = (
    <Button weight="primary" disabled={examine.isPending} onClick={() => examine.mutate()}>
      {t(examine.data === undefined ? 'diagnosis.run' : 'diagnosis.again')}
    </Button>
  );
  return (
    <div className="mx-auto max-w-3xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('diagnosis.title')}>{examine.isIdle ? null : run}</ScreenTitle>
      {examine.isIdle && (
        <EmptyState icon={<Stethoscope />} title={t('diagnosis.idleTitle')} text={t('diagnosis.promise')}>
          {run}
        </EmptyState>
      )}
      {examine.isPending && <Skeleton className="h-64 w-full rounded-card" />}
      {failed !== null && (
        <Notice role="alert" tone="danger" title={failed.title}>
          {failed.detail ?? failed.advice}
        </Notice>
      )}
      {examine.data !== undefined && (
        <>
          <p role="status" className="mb-4 text-muted">
            {faults === 0 ? t('diagnosis.well') : t('diagnosis.faults', { count: faults })}
          </p>
          <DiagnosisList heading="h2" lines={examine.data.lines} />
        </>
      )}
    </div>
  );
}
