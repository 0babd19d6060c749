// U1-U4, V1-V4 and the dice: what can be made from the pictures of a job.

import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Image } from '../../../shared/domain/image.ts';
import type { Job } from '../../../shared/domain/job.ts';
import { UpscaleFactor, upscaleFactors } from '../../../shared/domain/upscaler.ts';
import type { JobActions } from '../../data/job-actions.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

export function PictureActions({ job, actions }: { readonly job: Job; readonly actions: JobActions }) {
  const { t } = useTranslation();
  const strength = usePreferences((preferences) => preferences.variationStrength);
  const setStrength = usePreferences((preferences) => preferences.setVariationStrength);
  const factor = usePreferences((preferences) => preferences.upscaleFactor);
  const setFactor = usePreferences((preferences) => preferences.setUpscaleFactor);
  const canDerive = job.task.kind !== 'upscale';

  return (
    <div className="flex flex-col gap-2">
      {canDerive && (
        <>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <div role="group" aria-label={t('feed.upscale')} className="flex items-center gap-1">
              {job.images.map((image) => (
                <LetterButton
                  key={image.id}
                  letter="U"
                  image={image}
                  keys={String(image.index + 1)}
                  name={t('feed.upscalePicture', { number: image.index + 1 })}
                  onPress={() => actions.upscale(image.id, factor)}
                />
              ))}
            </div>
            <Segmented
              size="small"
              label={t('feed.factor')}
              value={String(factor)}
              onPick={(picked) => setFactor(UpscaleFactor.parse(Number(picked)))}
              segments={upscaleFactors.map((times) => ({ value: String(times), label: t('feed.times', { times }) }))}
            />
          </div>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <div role="group" aria-label={t('feed.vary')} className="flex items-center gap-1">
              {job.images.map((image) => (
                <LetterButton
                  key={image.id}
                  letter="V"
                  image={image}
                  keys={`⇧ ${image.index + 1}`}
                  name={t('feed.varyPicture', { number: image.index + 1 })}
                  onPress={() => actions.vary(image.id, strength)}
                />
              ))}
            </div>
            <Segmented
              size="small"
              label={t('feed.strength')}
              value={strength}
              onPick={setStrength}
              segments={[
                { value: 'subtle', label: t('feed.subtle') },
                { value: 'strong', label: t('feed.strong') },
              ]}
            />
          </div>
        </>
      )}
      {job.task.kind !== 'upscale' && (
        <div>
          <Button
            size="small"
            weight="quiet"
            className="-ml-2"
            icon={<RefreshCw />}
            onClick={() => actions.reroll(job)}
          >
            {t('feed.reroll')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface LetterButtonProps {
  readonly letter: 'U' | 'V';
  readonly image: Image;
  readonly name: string;
  readonly keys: string;
  readonly onPress: () => void;
}

function LetterButton({ letter, image, name, keys, onPress }: LetterButtonProps) {
  return (
    <Tooltip text={name} keys={keys}>
      <button
        type="button"
        aria-label={name}
        disabled={image.state !== 'ready'}
        onClick={onPress}
        className="tabular h-8 w-11 rounded-control border border-edge bg-raised text-small font-semibold text-ink transition-colors hover:border-accent hover:text-accent disabled:pointer-events-none disabled:opacity-40"
      >
        {letter}
        {image.index + 1}
      </button>
    </Tooltip>
  );
}
