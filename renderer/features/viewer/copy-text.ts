// Words onto the clipboard, with a message that says so.

import { useTranslation } from 'react-i18next';
import { useToasts } from '../../state/toasts.ts';

/** @returns a function that copies `text` and then says `done` */
export function useCopyText(): (text: string, done: string) => void {
  const { t } = useTranslation();
  const show = useToasts((toasts) => toasts.show);
  return (text, done) => {
    navigator.clipboard.writeText(text).then(
      () => show({ tone: 'neutral', text: done }),
      () => show({ tone: 'danger', text: t('viewer.copyFailed') }),
    );
  };
}
