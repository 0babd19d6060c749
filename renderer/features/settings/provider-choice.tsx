// What computes the pictures: the quickest that works unless one is chosen, with what was found out of each.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts';
import { useProbeProviders, useProviders } from '../../data/providers.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingRow } from './setting-row.tsx';

interface ProviderChoiceProps {
  readonly settings: Settings;
  readonly set: (patch: SettingsPatch) => void;
}

export function ProviderChoice({ settings: { provider }, set }: ProviderChoiceProps) {
  const { t } = useTranslation();
  const label = useId();
  const { data } = useProviders(provider);
  const probe = useProbeProviders(provider);
  const told = useFindings();
  const findings = data?.findings ?? [];
  // Chosen on another machine, perhaps: it stays visible as what it is.
  const isListed = provider === 'auto' || findings.some(({ name }) => name === provider);
  return (
    <SettingRow name={t('settings.provider')} text={data === undefined ? '' : told(data)} labelId={label}>
      <span className="flex w-60 flex-col items-end gap-2">
        <Select
          aria-labelledby={label}
          className="w-full"
          value={provider}
          options={[
            { value: 'auto', label: t('settings.providers.auto') },
            ...findings.map(({ name, works }) => ({
              value: name,
              label: t(`settings.providers.${name}`),
              disabled: !works,
            })),
            ...(isListed ? [] : [{ value: provider, label: t(`settings.providers.${provider}`) }]),
          ]}
          onPick={(picked) => set({ provider: picked })}
        />
        <Button size="small" disabled={probe.isPending} onClick={() => probe.mutate()}>
          {t(probe.isPending ? 'settings.providersTrying' : 'settings.providersTry')}
        </Button>
      </span>
    </SettingRow>
  );
}

/** In sentences: what draws and why, how quick each was, and what does not work here. */
function useFindings(): (answer: CallOutput<'providers.get'>) => string {
  const { t, i18n } = useTranslation();
  const numbers = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 2 });
  const list = (parts: readonly string[]) => new Intl.ListFormat(i18n.language).format(parts);
  return ({ findings, choice }) => {
    if (findings === null) return t('settings.providersUntried');
    const nameOf = (name: (typeof findings)[number]['name']) => t(`settings.providers.${name}`);
    const broken = [...findings.filter(({ works }) => !works), ...choice.failed].map(({ name }) => nameOf(name));
    const times = choice.measured.map(({ name, stepMs }) =>
      t('settings.providerTime', { provider: nameOf(name), seconds: numbers.format(stepMs / 1000) }),
    );
    return [
      t(`settings.providerReasons.${choice.reason}`, { provider: nameOf(choice.provider) }),
      ...(times.length === 0 ? [] : [t('settings.providerTimes', { times: list(times) })]),
      ...(broken.length === 0 ? [] : [t('settings.providersBroken', { providers: list([...new Set(broken)]) })]),
    ].join(' ');
  };
}
