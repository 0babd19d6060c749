// What screens do to a person's own styles: all of it can be undone from a toast or by hand.

import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../shared/contract/index.ts';
import { type ListedStyle, stylesFileMaxLength } from '../../shared/contract/styles.ts';
import { TesseraError } from '../../shared/errors.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useToasts } from '../state/toasts.ts';
import { useFailureToast } from './job-actions.ts';

export interface StyleActions {
  /** Answers whether it was kept. */
  put(style: CallInput<'styles.put'>): Promise<boolean>;
  remove(style: ListedStyle): void;
  /** From a styles.csv. */
  importFile(file: File): Promise<void>;
  exportFile(): Promise<void>;
}

export function useStyleActions(): StyleActions {
  const bridge = useBridge();
  const fail = useFailureToast();
  const { t } = useTranslation();
  const show = useToasts((toasts) => toasts.show);

  async function remove({ id, name }: ListedStyle): Promise<void> {
    await bridge.call('styles.remove', { id });
    show({
      tone: 'neutral',
      text: t('styles.removed', { name }),
      action: { label: t('feed.undo'), run: () => void bridge.call('styles.restore', { id }).catch(fail) },
    });
  }

  return {
    put: (style) =>
      bridge.call('styles.put', style).then(
        () => true,
        (error: unknown) => {
          fail(error);
          return false;
        },
      ),
    remove: (style) => void remove(style).catch(fail),
    async importFile(file) {
      try {
        // A character takes up to three bytes of UTF-8; what is larger cannot be a list of styles.
        if (file.size > stylesFileMaxLength * 3) throw new TesseraError('REQUEST_TOO_LARGE', t('styles.fileTooLarge'));
        const csv = await file.text();
        if (csv.length > stylesFileMaxLength) throw new TesseraError('REQUEST_TOO_LARGE', t('styles.fileTooLarge'));
        const { added, known, skipped } = await bridge.call('styles.import', { csv });
        const left = skipped.length + known;
        show({
          tone: 'neutral',
          text: t('styles.imported', { count: added.length }),
          ...(left === 0 ? {} : { detail: t('styles.leftOut', { known, skipped: skipped.length }) }),
        });
      } catch (error) {
        fail(error);
      }
    },
    async exportFile() {
      try {
        const { csv, count } = await bridge.call('styles.export', {});
        // The window refuses downloads; there the text goes to the clipboard.
        if (bridge.platform === null) download(csv);
        else await navigator.clipboard.writeText(csv);
        show({ tone: 'neutral', text: t(bridge.platform === null ? 'styles.exported' : 'styles.copied', { count }) });
      } catch (error) {
        fail(error);
      }
    },
  };
}

function download(csv: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  link.download = 'styles.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
