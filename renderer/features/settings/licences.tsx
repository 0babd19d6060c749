// The licences of what ships with the app, as its file of them says.

import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { useAbout } from '../../data/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PlainText } from '../../ui/plain-text.tsx';
import { SettingRow } from './setting-row.tsx';

export function Licences() {
  const { t } = useTranslation();
  const { data } = useAbout();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <SettingRow name={t('settings.licences')} text={t('settings.licencesText')}>
        <Button size="small" disabled={data === undefined} onClick={() => setIsOpen(true)}>
          {t('settings.readLicences')}
        </Button>
      </SettingRow>
      {isOpen && (
        <Dialog wide title={t('settings.embeddedLicences')} onClose={() => setIsOpen(false)}>
          <PlainText label={t('settings.embeddedLicences')}>{data?.licences ?? ''}</PlainText>
          <div className="mt-6 flex justify-end">
            <Button onClick={() => setIsOpen(false)}>{t('settings.close')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
