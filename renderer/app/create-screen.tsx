// The Create screen: the prompt bar stays in sight, the feed passes beneath it.

import { useTranslation } from 'react-i18next';
import { CreateBar } from '../features/create/create-bar.tsx';
import { Welcome } from '../features/create/welcome.tsx';
import { Feed } from '../features/grid/feed.tsx';
import { NextSteps } from '../features/onboarding/next-steps.tsx';
import { useCreateForm } from '../state/create-form.ts';
import { classNames } from '../ui/class-names.ts';

export function CreateScreen() {
  const { t } = useTranslation();
  const advancedOpen = useCreateForm((form) => form.advancedOpen);
  return (
    <div className="mx-auto flex max-w-[1064px] flex-col px-4 pb-10 md:px-6 min-[2200px]:max-w-[2080px] min-[3200px]:max-w-[3120px]">
      <h1 className="sr-only">{t('rail.create')}</h1>
      <div
        className={classNames(
          'top-0 z-20 bg-canvas pt-4 pb-2',
          'after:pointer-events-none after:absolute after:inset-x-0 after:top-full after:h-4 after:bg-linear-to-b after:from-canvas',
          // With its drawer open the bar would fill a low window and leave nothing of the feed.
          advancedOpen ? 'relative [@media(min-height:800px)]:sticky' : 'sticky',
        )}
      >
        <CreateBar />
      </div>
      <div className="h-2" />
      <Feed empty={<Welcome />} />
      <NextSteps />
    </div>
  );
}
