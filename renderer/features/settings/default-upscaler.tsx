// Which upscaler enlarges pictures when nothing else is said.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsPatch } from '../../../shared/domain/settings.ts';
import { lanczosId } from '../../../shared/domain/upscaler.ts';
import { useUpscalers } from '../../data/queries.ts';
import { Select } from '../../ui/select.tsx';
import { SettingRow } from './setting-row.tsx';

export function DefaultUpscaler({ set }: { readonly set: (patch: SettingsPatch) => void }) {
  const { t } = useTranslation();
  const { data } = useUpscalers();
  const label = useId();
  return (
    <SettingRow name={t('settings.upscaler')} text={t('settings.upscalerText')} labelId={label}>
      <Select
        aria-labelledby={label}
        className="w-60"
        value={data?.defaultUpscaler ?? ''}
        options={(data?.upscalers ?? []).map((upscaler) => ({
          value: upscaler.id,
          label: upscaler.id === lanczosId ? t('settings.resampling') : upscaler.name,
          disabled: upscaler.problem !== null,
        }))}
        onPick={(upscaler) => set({ upscaler })}
      />
    </SettingRow>
  );
}
