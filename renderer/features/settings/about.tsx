// What this studio is made of, whether its parts work, and who is to be thanked.

import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useHealth, useModels } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { formatBytes } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { Licences } from './licences.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

const marks = {
  ok: <CircleCheck aria-hidden className="size-4 text-ok" />,
  idle: <CircleDashed aria-hidden className="size-4 text-faint" />,
  degraded: <TriangleAlert aria-hidden className="size-4 text-warning" />,
  down: <CircleX aria-hidden className="size-4 text-danger" />,
} as const;

export function About() {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const sentence = useErrorSentence();
  const { data: health, error, refetch, isFetching } = useHealth();
  const { data: models } = useModels();
  const versions = Object.entries(bridge.platform?.versions ?? {});

  return (
    <>
      <SettingsPart title={t('settings.health')}>
        {error !== null && (
          <div className="p-3">
            <Notice tone="danger" title={sentence(error).title}>
              {sentence(error).advice}
            </Notice>
          </div>
        )}
        {health === undefined && error === null && <Skeleton className="m-4 h-24" />}
        {health?.services.map((service) => (
          <SettingRow key={service.name} name={t(`settings.services.${service.name}`)}>
            <span title={service.message} className="flex items-center gap-2 text-muted">
              {marks[service.status]}
              {t(`settings.statuses.${service.status}`)}
            </span>
          </SettingRow>
        ))}
        {health !== undefined && (
          <SettingRow name={t('settings.memory')}>
            <span className="tabular text-muted">{formatBytes(health.memoryMb * 1e6, i18n.language)}</span>
            <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
              {t('settings.probe')}
            </Button>
          </SettingRow>
        )}
      </SettingsPart>
      <SettingsPart title={t('settings.about')}>
        <SettingRow name={t('app.name')} text={t('app.promise')}>
          <span className="tabular text-muted">
            {health === undefined ? '' : t('settings.version', { version: health.version })}
          </span>
        </SettingRow>
        {health !== undefined && (
          <SettingRow name={t('settings.platform')}>
            <span className="tabular text-right text-muted">
              {[health.platform, ...versions.map(([name, version]) => `${name} ${version}`)].join(' · ')}
            </span>
          </SettingRow>
        )}
        {models?.models
          .filter((model) => model.manifest.licence !== null)
          .map((model) => (
            <SettingRow key={model.id} name={t('settings.modelLicence', { name: model.manifest.name })}>
              <span className="text-muted">{model.manifest.licence}</span>
            </SettingRow>
          ))}
        <Licences />
        <CopyDiagnostics />
      </SettingsPart>
    </>
  );
}
