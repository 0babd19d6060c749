// The picture of a shot: the finished one, the live preview over it while the next is drawn, or why there is none.

import { Clapperboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ImageId } from '../../../shared/domain/ids.ts';
import type { Shot } from '../../../shared/domain/storyboard.ts';
import { previewAddress, thumbnailAddress } from '../../bridge/image-address.ts';
import { useActiveJobs, usePreviewVersion } from '../../data/queries.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';

const cardWidth = 384;

export function ShotPicture({ shot }: { readonly shot: Shot }) {
  const { t } = useTranslation();
  const { data: active } = useActiveJobs();
  const job = active?.jobs.find((candidate) => candidate.id === shot.job);
  const preview = usePreviewVersion(job?.images[0]?.id ?? ImageId.parse('none'));
  const drawing = shot.state === 'running' && job !== undefined;
  const state = t(`storyboards.states.${shot.state}`);
  return (
    <>
      {shot.image !== null && (
        <img
          alt=""
          src={thumbnailAddress(shot.image, cardWidth)}
          draggable={false}
          loading="lazy"
          className="absolute inset-0 size-full object-cover"
        />
      )}
      {shot.image === null && (preview === null || !drawing) && (
        <span className="absolute inset-0 flex flex-col items-center justify-center gap-1.5 text-small text-muted">
          <Clapperboard aria-hidden className="size-5" />
          {state}
        </span>
      )}
      {drawing && preview !== null && job.images[0] !== undefined && (
        <img
          alt=""
          src={previewAddress(job.images[0].id, preview)}
          draggable={false}
          className="absolute inset-0 size-full scale-105 object-cover blur-[3px]"
        />
      )}
      {(drawing || (shot.state === 'queued' && shot.image !== null)) && (
        <span className="absolute inset-x-2 bottom-2">
          <ProgressBar label={state} fraction={drawing ? job.progress : null} />
        </span>
      )}
    </>
  );
}
