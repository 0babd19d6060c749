// Where the picture comes from and what was made of it, and the ways to go on from it.

import { Expand, RefreshCw, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { useJobActions } from '../../data/job-actions.ts';
import { useRerun } from '../../data/lineage.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { FamilyTree } from './family-tree.tsx';

interface FamilyPanelProps {
  readonly image: ImageId;
  /** undefined until it is known; the tree stays where it is. */
  readonly item: LibraryPicture | undefined;
  readonly onOpen: (image: ImageId) => void;
}

export function FamilyPanel({ image, item, onOpen }: FamilyPanelProps) {
  const { t } = useTranslation();
  const rerun = useRerun();
  const actions = useJobActions();
  const factor = usePreferences((preferences) => preferences.upscaleFactor);
  const isDrawn = item !== undefined && item.recipe !== null;
  const derivable = isDrawn && item.image.kind !== 'upscale';
  return (
    <section aria-label={t('lineage.title')} className="flex flex-col gap-4 p-4">
      <FamilyTree image={image} onOpen={onOpen} />
      {isDrawn && (
        <div role="group" aria-label={t('lineage.goOn')} className="flex flex-wrap gap-2">
          <Button size="small" icon={<RefreshCw />} onClick={() => rerun(image)}>
            {t('lineage.rerun')}
          </Button>
          {derivable && (
            <>
              {(['subtle', 'strong'] as const).map((strength) => (
                <Button key={strength} size="small" icon={<Shuffle />} onClick={() => actions.vary(image, strength)}>
                  {t(`viewer.vary.${strength}`)}
                </Button>
              ))}
              <Button size="small" icon={<Expand />} onClick={() => actions.upscale(image, factor)}>
                {t('viewer.upscale', { factor })}
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  );
}
