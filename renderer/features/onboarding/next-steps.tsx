// The end of the first run: beneath the very first picture, what one can do with it. Shown once, and gone when asked.

import { Expand, Images, Palette, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { allJobs } from '../../data/job-pages.ts';
import { useFeed } from '../../data/queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { screenAddress } from '../../state/screen.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';

export function NextSteps() {
  const { t } = useTranslation();
  const { nextStepsSeen, setNextStepsSeen } = usePreferences();
  const jobs = allJobs(useFeed().data);
  if (nextStepsSeen || jobs.length !== 1 || jobs[0]?.state !== 'completed') return null;
  return (
    <section
      aria-label={t('nextSteps.title')}
      className="mt-4 rounded-card border border-line bg-surface p-5 shadow-card"
    >
      <h2 className="text-lead font-semibold">{t('nextSteps.title')}</h2>
      <ul className="mt-3 grid gap-x-8 gap-y-3 text-muted sm:grid-cols-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-accent">
        <li className="flex items-center gap-3">
          <Expand aria-hidden />
          <span className="flex-1">{t('nextSteps.upscale')}</span>
          <Kbd>1–4</Kbd>
        </li>
        <li className="flex items-center gap-3">
          <Shuffle aria-hidden />
          <span className="flex-1">{t('nextSteps.vary')}</span>
          <Kbd>⇧ 1–4</Kbd>
        </li>
        <li className="flex items-center gap-3">
          <Images aria-hidden />
          <a href={screenAddress('library')} className="underline decoration-edge underline-offset-4 hover:text-ink">
            {t('nextSteps.library')}
          </a>
        </li>
        <li className="flex items-center gap-3">
          <Palette aria-hidden />
          <a href={screenAddress('palettes')} className="underline decoration-edge underline-offset-4 hover:text-ink">
            {t('nextSteps.palettes')}
          </a>
        </li>
      </ul>
      <Button size="small" className="mt-4" onClick={() => setNextStepsSeen(true)}>
        {t('nextSteps.done')}
      </Button>
    </section>
  );
}
