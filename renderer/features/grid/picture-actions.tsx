// U1-U4, V1-V4 and the dice: what can be made from the pictures of a job.

import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
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
          <LetterRow
            job={job}
            letter="U"
            label={t('feed.upscale')}
            keysOf={(number) => String(number)}
            nameOf={(number) => t('feed.upscalePicture', { number })}
            onPress={(image) => actions.upscale(image, factor)}
          >
            <Segmented
              size="small"
              label={t('feed.factor')}
              value={String(factor)}
              onPick={(picked) => setFactor(UpscaleFactor.parse(Number(picked)))}
              segments={upscaleFactors.map((times) => ({ value: String(times), label: t('feed.times', { times }) }))}
            />
          </LetterRow>
          <LetterRow
            job={job}
            letter="V"
            label={t('feed.vary')}
            keysOf={(number) => `⇧ ${number}`}
            nameOf={(number) => t('feed.varyPicture', { number })}
            onPress={(image) => actions.vary(image, strength)}
          >
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
          </LetterRow>
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
        </>
      )}
    </div>
  );
}

interface LetterRowProps {
  readonly job: Job;
  readonly letter: 'U' | 'V';
  readonly label: string;
  readonly keysOf: (number: number) => string;
  readonly nameOf: (number: number) => string;
  readonly onPress: (image: ImageId) => void;
  /** How far what the letters do goes. */
  readonly children: ReactNode;
}

/** One letter for each picture of the job. */
function LetterRow({ job, letter, label, keysOf, nameOf, onPress, children }: LetterRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div role="group" aria-label={label} className="flex items-center gap-1">
        {job.images.map((image) => (
          <LetterButton
            key={image.id}
            letter={letter}
            image={image}
            keys={keysOf(image.index + 1)}
            name={nameOf(image.index + 1)}
            onPress={() => onPress(image.id)}
          />
        ))}
      </div>
      {children}
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
