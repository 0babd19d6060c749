// What is not as it was when a picture was made, in words.

import { useTranslation } from 'react-i18next';
import type { ReceiptChange } from '../../../shared/domain/receipt.ts';

export function useChangeWords(): (change: ReceiptChange) => string {
  const { t } = useTranslation();
  return (change) => {
    switch (change.kind) {
      case 'gone':
        return t(`receipt.change.gone.${change.what}`);
      case 'picture':
        return t('receipt.change.picture');
      case 'file': {
        const { part, owner, file, state } = change;
        return t(`receipt.change.file.${state}`, { part: t(`receipt.part.${part}`), owner, file });
      }
      case 'provider':
      case 'machine':
        return t(`receipt.change.${change.kind}`, { before: change.before, now: change.now });
      case 'version':
        return t('receipt.change.version', { of: change.of, before: change.before, now: change.now });
      case 'no-receipt':
        return t('receipt.change.noReceipt');
      default:
        return change satisfies never;
    }
  };
}
