// How a picture was made, in words.

import { useTranslation } from 'react-i18next';
import type { Making } from '../../../shared/domain/lineage.ts';
import { formatPercent } from '../../i18n/format.ts';

export function useMakingWords(): (making: Making) => string {
  const { t, i18n } = useTranslation();
  return (making) => {
    switch (making.kind) {
      case 'generate':
      case 'import':
        return t(`lineage.making.${making.kind}`);
      case 'redraw':
        return t(`lineage.making.redraw.${making.of}`, { strength: formatPercent(making.strength, i18n.language) });
      case 'vary':
        return t(`lineage.making.vary.${making.strength}`);
      case 'upscale':
        return t('lineage.making.upscale', { factor: making.factor });
      default:
        return making satisfies never;
    }
  };
}
