// How often a job that failed is tried again, and how long it waits before.

import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts';
import { formatDuration } from '../../i18n/format.ts';
import { NumberSetting } from './number-setting.tsx';
import { SettingsPart } from './setting-row.tsx';

const retriesMax = 10;
const delayMaxSeconds = 3600;

interface RetriesProps {
  readonly settings: Settings;
  readonly set: (patch: SettingsPatch) => void;
}

export function Retries({ settings, set }: RetriesProps) {
  const { t, i18n } = useTranslation();
  const { jobRetries, jobRetryDelaySeconds } = settings;
  const waits = Array.from({ length: jobRetries }, (_, place) =>
    formatDuration(jobRetryDelaySeconds * 1000 * 2 ** place, i18n.language),
  );
  return (
    <SettingsPart title={t('retry.title')}>
      <NumberSetting
        name={t('retry.limit')}
        text={t('retry.limitText')}
        minimum={0}
        maximum={retriesMax}
        value={jobRetries}
        onKeep={(count) => count !== null && set({ jobRetries: count })}
      />
      <NumberSetting
        name={t('retry.delay')}
        text={
          waits.length === 0
            ? t('retry.never')
            : t('retry.delayText', { waits: new Intl.ListFormat(i18n.language).format(waits) })
        }
        minimum={1}
        maximum={delayMaxSeconds}
        value={jobRetryDelaySeconds}
        onKeep={(seconds) => seconds !== null && set({ jobRetryDelaySeconds: seconds })}
      />
    </SettingsPart>
  );
}
