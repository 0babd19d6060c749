// The board as a film: each shot for as long as it lasts, over the whole window.

import { ChevronLeft, ChevronRight, Pause, Play, RotateCcw, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project, Shot } from '../../../shared/domain/storyboard.ts';
import { imageAddress } from '../../bridge/image-address.ts';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

interface AnimaticProps {
  readonly project: Project;
  readonly shots: readonly Shot[];
  readonly onClose: () => void;
}

export function Animatic({ project, shots, onClose }: AnimaticProps) {
  const { t } = useTranslation();
  const [place, setPlace] = useState(0);
  const [playing, setPlaying] = useState(true);
  const shot = shots[Math.min(place, shots.length - 1)];
  const isLast = place >= shots.length - 1;
  const durationMs = (shot?.durationSeconds ?? 0) * 1000;

  useEffect(() => {
    if (!playing) return;
    const next = setTimeout(() => (isLast ? setPlaying(false) : setPlace(place + 1)), durationMs);
    return () => clearTimeout(next);
  }, [playing, place, isLast, durationMs]);

  function step(by: -1 | 1): void {
    setPlace(Math.min(Math.max(place + by, 0), shots.length - 1));
  }

  function toggle(): void {
    if (!playing && isLast) setPlace(0);
    setPlaying(!playing);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLButtonElement && event.key === ' ') return;
    const run = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), ' ': toggle }[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  }

  if (shot === undefined) return null;
  return (
    <Dialog fullScreen title={`${t('storyboards.animatic')}: ${project.name}`} onClose={onClose} onKey={onKey}>
      <div className="flex h-full flex-col">
        <div className="relative min-h-0 flex-1">
          {shot.image === null ? (
            <p className="flex h-full items-center justify-center text-muted">{t('storyboards.noPicture')}</p>
          ) : (
            <img alt={shot.prompt} src={imageAddress(shot.image)} className="size-full object-contain" />
          )}
          <Preload shot={shots[place + 1]} />
        </div>
        <div className="flex items-center gap-2 border-t border-line bg-surface px-4 py-3">
          <IconButton
            label={playing ? t('storyboards.pause') : t('storyboards.play')}
            icon={playing ? <Pause /> : <Play />}
            onClick={toggle}
          />
          <IconButton label={t('viewer.previous')} icon={<ChevronLeft />} onClick={() => step(-1)} />
          <IconButton label={t('viewer.next')} icon={<ChevronRight />} onClick={() => step(1)} />
          <IconButton
            label={t('storyboards.again')}
            icon={<RotateCcw />}
            onClick={() => {
              setPlace(0);
              setPlaying(true);
            }}
          />
          <div className="min-w-0 flex-1 px-2">
            <div aria-hidden className="mb-1.5 flex h-1 gap-1">
              {shots.map((other, index) => (
                <span
                  key={other.id}
                  style={{ flexGrow: other.durationSeconds }}
                  className={classNames('rounded-full', index <= place ? 'bg-accent' : 'bg-edge')}
                />
              ))}
            </div>
            <p className="truncate text-small text-muted">
              {t('storyboards.frame', { number: place + 1, total: shots.length })} · {shot.name}
            </p>
          </div>
          <IconButton label={t('storyboards.close')} keys={t('keys.escape')} icon={<X />} onClick={onClose} />
        </div>
      </div>
    </Dialog>
  );
}

/** The next picture is fetched while this one is looked at, so that the film does not stumble. */
function Preload({ shot }: { readonly shot: Shot | undefined }) {
  if (shot === undefined || shot.image === null) return null;
  return <img alt="" aria-hidden src={imageAddress(shot.image)} className="sr-only" />;
}
