// The Create screen: the prompt bar stays in sight, the feed passes beneath it.

import { useTranslation } from 'react-i18next';
import { CreateBar } from '../features/create/create-bar.tsx';
import { Welcome } from '../features/create/welcome.tsx';
import { Feed } from '../features/grid/feed.tsx';

export function CreateScreen() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto flex max-w-[1120px] flex-col px-4 pb-10 md:px-6 min-[2200px]:max-w-[2000px]">
      <h1 className="sr-only">{t('rail.create')}</h1>
      <div className="sticky top-0 z-20 bg-canvas pt-4 pb-4">
        <CreateBar />
      </div>
      <Feed empty={<Welcome />} />
    </div>
  );
}
