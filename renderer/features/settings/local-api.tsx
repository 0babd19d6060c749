// The local API: one switch, its port, where it answers, and a token shown once.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '../../../shared/domain/settings.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { queryKeys } from '../../data/query-keys.ts';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { NumberSetting } from './number-setting.tsx';
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
  const label = useId();
  const { data: status } = useQuery({
    queryKey: queryKeys.localApi,
    queryFn: () => bridge.call('localApi.status', {}),
    refetchInterval: lookEveryMs,
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

  return (
    <SettingsPart title={t('localApi.title')}>
      <SettingRow name={t('localApi.switch')} text={t('localApi.switchText')} labelId={label}>
        <Toggle aria-labelledby={label} checked={settings.localApi} onChange={(localApi) => set({ localApi })} />
      </SettingRow>
      <NumberSetting
        name={t('localApi.port')}
        text={t('localApi.portText')}
        minimum={0}
        maximum={portMax}
        value={settings.localApiPort}
        onKeep={(port) => port !== null && set({ localApiPort: port })}
      />
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
    </SettingsPart>
  );
}
