// How many requests a minute the local API takes from each caller, per group of routes.

import { useTranslation } from 'react-i18next';
import { type Settings, type SettingsPatch, usualApiLimits } from '../../../shared/domain/settings.ts';
import { NumberSetting } from './number-setting.tsx';
import { SettingsPart } from './setting-row.tsx';

const groups = ['generation', 'sequences', 'audio', 'llm', 'projects', 'shots', 'other'] as const;
const limitMax = 100_000;

interface ApiLimitsProps {
  readonly settings: Settings;
  readonly set: (patch: SettingsPatch) => void;
}

export function ApiLimits({ settings, set }: ApiLimitsProps) {
  const { t } = useTranslation();
  const { apiLimits } = settings;
  return (
    <SettingsPart title={t('apiLimits.title')}>
      {groups.map((group) => (
        <NumberSetting
          key={group}
          name={t(`apiLimits.${group}`)}
          minimum={1}
          maximum={limitMax}
          value={apiLimits[group] ?? null}
          usual={usualApiLimits[group]}
          onKeep={(limit) => {
            const { [group]: _before, ...others } = apiLimits;
            set({ apiLimits: limit === null ? others : { ...others, [group]: limit } });
          }}
        />
      ))}
    </SettingsPart>
  );
}
