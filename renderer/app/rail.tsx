// The left rail: the screens, and how many jobs are under way.

import { Box, Clapperboard, Images, ListChecks, Paintbrush, Settings, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActiveJobs } from '../data/queries.ts';
import { screenAddress, screens, settingsScreens, useScreen } from '../state/screen.ts';
import { classNames } from '../ui/class-names.ts';
import { Mark } from './mark.tsx';

const icons: Readonly<Record<(typeof screens)[number], typeof Sparkles>> = {
  create: Sparkles,
  library: Images,
  queue: ListChecks,
  models: Box,
  palettes: Paintbrush,
  storyboards: Clapperboard,
  settings: Settings,
};

export function Rail() {
  const { t } = useTranslation();
  const shown = useScreen();
  const current = settingsScreens.some((screen) => screen === shown) ? 'settings' : shown;
  const { data: active } = useActiveJobs();
  const underWay = active?.jobs.length ?? 0;

  return (
    <nav
      aria-label={t('rail.name')}
      className="flex w-20 shrink-0 flex-col border-r border-line bg-surface px-1.5 py-4 lg:w-48 lg:px-3"
    >
      <div className="mb-6 flex items-center justify-center gap-2.5 lg:justify-start lg:px-2">
        <Mark />
        <span className="hidden text-lead font-semibold tracking-tight lg:inline">{t('app.name')}</span>
      </div>
      <ul className="flex flex-1 flex-col gap-1">
        {screens.map((screen) => {
          const Icon = icons[screen];
          return (
            <li key={screen} className={screen === 'settings' ? 'mt-auto' : undefined}>
              <a
                href={screenAddress(screen)}
                aria-current={current === screen ? 'page' : undefined}
                className={classNames(
                  'relative flex flex-col items-center gap-1 rounded-control py-2 text-tiny text-muted transition-colors hover:bg-hover hover:text-ink',
                  'aria-[current=page]:bg-accent-quiet aria-[current=page]:text-accent',
                  'lg:h-9 lg:flex-row lg:gap-3 lg:px-2.5 lg:py-0 lg:text-body',
                )}
              >
                <Icon aria-hidden className="size-5 lg:size-4" />
                <span className="max-w-full truncate">{t(`rail.${screen}`)}</span>
                {screen === 'queue' && underWay > 0 && (
                  <span className="tabular absolute top-1 right-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-tiny font-semibold text-on-accent lg:static lg:ml-auto lg:h-5 lg:min-w-5">
                    {underWay}
                    <span className="sr-only">{t('rail.underWay', { count: underWay })}</span>
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
