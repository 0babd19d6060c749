// Beside the picture: its recipe, its family, or what it was made with.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { FamilyPanel } from './family-panel.tsx';
import { Inspector } from './inspector.tsx';
import { PictureTags } from './picture-tags.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { Relatives } from './relatives.tsx';

const parts = ['details', 'family', 'receipt'] as const;
type Part = (typeof parts)[number];

interface SidePanelProps {
  readonly image: ImageId;
  /** undefined until it is known. */
  readonly item: LibraryPicture | undefined;
  readonly onOpen: (image: ImageId) => void;
  /** Leaves the viewer for the form that was just filled. */
  readonly onUseAll: () => void;
}

export function SidePanel({ image, item, onOpen, onUseAll }: SidePanelProps) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('details');
  return (
    <aside
      aria-label={t('viewer.inspector')}
      className="flex w-80 shrink-0 flex-col overflow-y-auto border-l border-line bg-surface"
    >
      <div className="sticky top-0 z-10 border-b border-line bg-surface p-3">
        <Segmented
          size="small"
          label={t('viewer.panel.title')}
          value={part}
          onPick={setPart}
          segments={parts.map((value) => ({ value, label: t(`viewer.panel.${value}`) }))}
        />
      </div>
      {part === 'details' && item !== undefined && (
        <Inspector item={item} onUseAll={onUseAll}>
          <PictureTags key={item.image.id} item={item} />
          <Relatives image={item.image} onOpen={onOpen} />
        </Inspector>
      )}
      {part === 'family' && <FamilyPanel image={image} item={item} onOpen={onOpen} />}
      {part === 'receipt' && <ReceiptPanel image={image} />}
    </aside>
  );
}
