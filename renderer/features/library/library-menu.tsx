// What can be done with the library as a whole, or with all that a search finds.

import { Ellipsis, Share2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useExporting } from '../../state/exporting.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';

interface LibraryMenuProps {
  readonly search: string;
  /** How many pictures the search finds. */
  readonly total: number;
}

export function LibraryMenu({ search, total }: LibraryMenuProps) {
  const { t } = useTranslation();
  const openExport = useExporting((exporting) => exporting.open);
  const entries = [
    ...(total === 0
      ? []
      : [
          {
            label: t('export.action'),
            icon: <Share2 />,
            run: () => openExport({ kind: 'search', search, except: [] }, total),
          },
        ]),
  ];
  if (entries.length === 0) return null;
  return <Menu trigger={<IconButton label={t('library.more')} icon={<Ellipsis />} />} entries={entries} />;
}
