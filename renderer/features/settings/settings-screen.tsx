// The settings: each takes effect as it is chosen; below them, what this studio is made of and how it fares.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useModels, useSettings } from '../../data/queries.ts';
import { useSetSettings } from '../../data/set-settings.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { Notice } from '../../ui/notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DefaultUpscaler } from './default-upscaler.tsx';
import { About } from './about.tsx';
import { ApiLimits } from './api-limits.tsx';
import { Credits } from './credits.tsx';
import { screenAddress } from '../../state/screen.ts';
import { Folders } from './folders.tsx';
import { LanguageModel } from './language-model.tsx';
import { LocalApi } from './local-api.tsx';
import { ProviderChoice } from './provider-choice.tsx';
import { Retries } from './retries.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

const linkLook =
  'inline-flex h-7 items-center rounded-control border border-edge bg-raised px-2.5 text-small text-ink transition-colors hover:bg-hover';

export function SettingsScreen() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const sentence = useErrorSentence();
  const { data: settings, error } = useSettings();
  const { data: models } = useModels();
  const set = useSetSettings();
  const notificationsLabel = useId();
  const modelLabel = useId();
  const hostLabel = useId();

  return (
    <div className="mx-auto max-w-3xl px-4 py-6 md:px-8">
      <ScreenTitle title={t('settings.title')} />
      {error !== null && (
        <Notice role="alert" tone="danger" title={sentence(error).title}>
          {sentence(error).advice}
        </Notice>
      )}
      {settings === undefined && error === null && <Skeleton className="h-48 w-full rounded-card" />}
      {settings !== undefined && (
        <>
          <SettingsPart title={t('settings.look')}>
            <SettingRow name={t('settings.theme')}>
              <Segmented
                label={t('settings.theme')}
                value={settings.theme}
                onPick={(theme) => set.mutate({ theme })}
                segments={[
                  { value: 'system', label: t('settings.system') },
                  { value: 'dark', label: t('settings.dark') },
                  { value: 'light', label: t('settings.light') },
                ]}
              />
            </SettingRow>
            <SettingRow name={t('settings.language')}>
              <Segmented
                label={t('settings.language')}
                value={settings.language}
                onPick={(language) => set.mutate({ language })}
                segments={[
                  { value: 'system', label: t('settings.system') },
                  // Each language calls itself by its own name, so that it can be found from the other.
                  { value: 'en', label: t('settings.english') },
                  { value: 'fr', label: t('settings.french') },
                ]}
              />
            </SettingRow>
            <SettingRow
              name={t('settings.notifications')}
              text={t('settings.notificationsText')}
              labelId={notificationsLabel}
            >
              <Toggle
                aria-labelledby={notificationsLabel}
                checked={settings.notifications}
                onChange={(notifications) => set.mutate({ notifications })}
              />
            </SettingRow>
          </SettingsPart>
          <SettingsPart title={t('settings.drawing')}>
            <SettingRow name={t('settings.defaultModel')} labelId={modelLabel}>
              <Select
                aria-labelledby={modelLabel}
                className="w-60"
                value={models?.defaultModel ?? ''}
                options={(models?.models ?? []).map((model) => ({
                  value: model.id,
                  label: model.manifest.name,
                  disabled: model.problem !== null,
                }))}
                onPick={(id) => {
                  const model = models?.models.find((offered) => offered.id === id);
                  if (model !== undefined) set.mutate({ defaultModel: model.id });
                }}
              />
            </SettingRow>
            <DefaultUpscaler set={set.mutate} />
            <SettingRow name={t('settings.engineHost')} text={t('settings.engineHostText')} labelId={hostLabel}>
              <Select
                aria-labelledby={hostLabel}
                className="w-60"
                value={settings.engineHost}
                options={[
                  { value: 'auto', label: t('settings.hosts.auto') },
                  { value: 'node', label: t('settings.hosts.node') },
                  { value: 'utility', label: t('settings.hosts.utility'), disabled: bridge.platform === null },
                ]}
                onPick={(engineHost) => set.mutate({ engineHost })}
              />
            </SettingRow>
            <ProviderChoice settings={settings} set={set.mutate} />
          </SettingsPart>
          <Retries settings={settings} set={set.mutate} />
          <LanguageModel settings={settings} />
          <LocalApi settings={settings} set={set.mutate} />
          <ApiLimits settings={settings} set={set.mutate} />
          <Credits settings={settings} set={set.mutate} />
        </>
      )}
      <SettingsPart title={t('settings.connections')}>
        <SettingRow name={t('sync.title')} text={t('sync.promise')}>
          <a href={screenAddress('sync')} aria-label={t('settings.openSync')} className={linkLook}>
            {t('settings.open')}
          </a>
        </SettingRow>
        <SettingRow name={t('privacy.title')} text={t('privacy.promise')}>
          <a href={screenAddress('privacy')} aria-label={t('settings.openPrivacy')} className={linkLook}>
            {t('settings.open')}
          </a>
        </SettingRow>
        <SettingRow name={t('shortcuts.title')} text={t('shortcuts.promise')}>
          <a href={screenAddress('shortcuts')} aria-label={t('settings.openShortcuts')} className={linkLook}>
            {t('settings.open')}
          </a>
        </SettingRow>
        <SettingRow name={t('diagnosis.title')} text={t('diagnosis.promise')}>
          <a href={screenAddress('diagnostics')} aria-label={t('settings.openDiagnostics')} className={linkLook}>
            {t('settings.open')}
          </a>
        </SettingRow>
      </SettingsPart>
      <Folders />
      <About />
    </div>
  );
}
