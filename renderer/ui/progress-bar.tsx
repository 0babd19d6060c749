// How far something is; without a number, that it goes on.

import { classNames } from './class-names.ts';

interface ProgressBarProps {
  readonly label: string;
  /** 0..1, or null while nothing can be said yet. */
  readonly fraction: number | null;
  readonly className?: string;
}

export function ProgressBar({ label, fraction, className }: ProgressBarProps) {
  const percent = fraction === null ? undefined : Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames('h-1 overflow-hidden rounded-full bg-edge', className)}
    >
      {percent === undefined ? (
        <div className="h-full w-1/4 animate-sweep rounded-full bg-accent" />
      ) : (
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-300"
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  );
}
