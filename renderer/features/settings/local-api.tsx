// The local API: one switch, its port, where it answers, a token shown once, and who has how many credits.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

/** Opening takes a moment and announces nothing, so it is looked at while the screen is open. */
const lookEveryMs = 1500;
const tokenSeconds = 30 * 86_400;
const portMax = 65_535;

interface LocalApiProps {
  readonly settings: Settings;
  readonly set: (patch: SettingsPatch) => void;
}

export function LocalApi({ settings, set }: LocalApiProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const labels = { api: useId(), credits: useId() };
  const [typedPort, typePort] = useState<string | null>(null);
  const { data: status } = useQuery({
    queryKey: queryKeys.localApi,
    queryFn: () => bridge.call('localApi.status', {}),
    refetchInterval: lookEveryMs,
  });
  const { data: credits } = useQuery({
    queryKey: queryKeys.credits,
    queryFn: () => bridge.call('credits.list', {}),
    enabled: settings.credits,
  });
  const mint = useMutation({
    mutationFn: () =>
      bridge.call('tokens.create', {
        name: t('localApi.tokenName'),
        expiresInSeconds: tokenSeconds,
        scopes: ['read', 'write'],
      }),
    onError: fail,
  });
  const port = Number(typedPort ?? settings.localApiPort);
  const isPort = Number.isInteger(port) && port >= 0 && port <= portMax;

  return (
    <SettingsPart title={t('localApi.title')}>
      <SettingRow name={t('localApi.switch')} text={t('localApi.switchText')} labelId={labels.api}>
        <Toggle aria-labelledby={labels.api} checked={settings.localApi} onChange={(localApi) => set({ localApi })} />
      </SettingRow>
      <SettingRow name={t('localApi.port')} text={t('localApi.portText')}>
        <NumberField
          aria-label={t('localApi.port')}
          aria-invalid={!isPort}
          className="w-28"
          value={typedPort ?? String(settings.localApiPort)}
          onType={typePort}
          onBlur={() => {
            if (isPort && port !== settings.localApiPort) set({ localApiPort: port });
            if (isPort) typePort(null);
          }}
        />
      </SettingRow>
      {settings.localApi && (
        <SettingRow name={t('localApi.address')}>
          <span role="status" className={status?.problem ? 'text-danger' : 'tabular text-muted'}>
            {status?.problem ?? status?.url ?? t('localApi.opening')}
          </span>
        </SettingRow>
      )}
      {settings.localApi && (
        <SettingRow name={t('localApi.token')} text={t('localApi.tokenText')}>
          {mint.data === undefined ? (
            <Button size="small" disabled={mint.isPending} onClick={() => mint.mutate()}>
              {t('localApi.mint')}
            </Button>
          ) : (
            <code className="max-w-full select-all break-all text-small">{mint.data.token}</code>
          )}
        </SettingRow>
      )}
      <SettingRow name={t('localApi.credits')} text={t('localApi.creditsText')} labelId={labels.credits}>
        <Toggle aria-labelledby={labels.credits} checked={settings.credits} onChange={(on) => set({ credits: on })} />
      </SettingRow>
      {settings.credits &&
        credits?.holders.map(({ holder, balance, reserved }) => (
          <SettingRow key={holder} name={holder}>
            <span className="tabular text-muted">{t('localApi.balance', { balance, reserved })}</span>
          </SettingRow>
        ))}
    </SettingsPart>
  );
}
