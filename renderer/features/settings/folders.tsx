// Where this studio keeps its data.

import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAbout } from '../../data/queries.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { useToasts } from '../../state/toasts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { SettingRow, SettingsPart } from './setting-row.tsx';

export function Folders() {
  const { t } = useTranslation();
  const { data } = useAbout();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  if (data === undefined) return null;

  async function copy(path: string): Promise<void> {
    await navigator.clipboard.writeText(path);
    show({ tone: 'neutral', text: t('settings.folderCopied') });
  }

  return (
    <SettingsPart title={t('settings.folders')}>
      <SettingRow name={t('settings.dataFolder')} text={t('settings.dataFolderText')}>
        <span className="flex min-w-0 items-center gap-2">
          <span className="font-mono text-small text-muted select-text [overflow-wrap:anywhere]">
            {data.dataFolder}
          </span>
          <IconButton
            size="small"
            label={t('settings.copyFolder')}
            icon={<Copy />}
            onClick={() => void copy(data.dataFolder).catch(fail)}
          />
        </span>
      </SettingRow>
    </SettingsPart>
  );
}
