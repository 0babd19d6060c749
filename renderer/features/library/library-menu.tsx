// What can be done with the library as a whole, or with all that a search finds.

import { CopyCheck, Ellipsis, FolderInput, Share2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useImportFolder } from '../../data/imports.ts';
import { useExporting } from '../../state/exporting.ts';
import { goTo } from '../../state/screen.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';

interface LibraryMenuProps {
  readonly search: string;
  /** How many pictures the search finds. */
  readonly total: number;
}

export function LibraryMenu({ search, total }: LibraryMenuProps) {
  const { t } = useTranslation();
  const openExport = useExporting((exporting) => exporting.open);
  const importFolder = useImportFolder();
  const entries: MenuEntry[] = [
    { label: t('duplicates.action'), icon: <CopyCheck />, run: () => goTo('library', 'duplicates') },
  ];
  if (importFolder !== null) {
    entries.push({ label: t('import.action'), icon: <FolderInput />, run: importFolder });
  }
  if (total > 0) {
    const run = () => openExport({ kind: 'search', search, except: [] }, total);
    entries.push({ label: t('export.action'), icon: <Share2 />, run });
  }
  return <Menu trigger={<IconButton label={t('library.more')} icon={<Ellipsis />} />} entries={entries} />;
}
