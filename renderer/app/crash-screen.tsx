// What stands in place of a screen that threw: the studio behind it goes on, so a reload is all it takes.

import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Mark } from './mark.tsx';

/** React offers this catch to classes only. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <CrashScreen /> : this.props.children;
  }
}

function CrashScreen() {
  const { t } = useTranslation();
  return (
    <main className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center">
      <Mark />
      <h1 className="text-title font-semibold">{t('crash.title')}</h1>
      <p className="max-w-md text-muted">{t('crash.text')}</p>
      <Button weight="primary" onClick={() => globalThis.location.reload()}>
        {t('crash.reload')}
      </Button>
    </main>
  );
}
