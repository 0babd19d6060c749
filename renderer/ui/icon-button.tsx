// A button that is only a picture: its name is read aloud, and shown on hover and focus.

import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  readonly label: string;
  readonly icon: ReactNode;
  /** Shown behind the name in the tooltip. */
  readonly keys?: string;
  readonly pressed?: boolean;
  readonly size?: 'small' | 'medium';
}

export function IconButton({ label, icon, keys, pressed, size = 'medium', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'inline-flex shrink-0 items-center justify-center rounded-control text-muted transition-colors',
          'hover:bg-hover hover:text-ink aria-pressed:bg-accent-quiet aria-pressed:text-accent',
          'disabled:pointer-events-none disabled:opacity-40 data-[state=open]:bg-hover data-[state=open]:text-ink [&_svg]:size-4',
          size === 'small' ? 'size-7' : 'size-9',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
