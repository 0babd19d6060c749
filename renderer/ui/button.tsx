// A button with words on it, in three weights and one for what destroys.

import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const weights = {
  primary: 'bg-accent text-on-accent font-semibold hover:bg-accent-strong',
  secondary: 'bg-raised text-ink border border-edge hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-danger-quiet text-danger border border-danger/40 hover:border-danger',
} as const;

const sizes = {
  small: 'h-7 px-2.5 gap-1.5 text-small',
  medium: 'h-9 px-3.5 gap-2 text-body',
} as const;

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly weight?: keyof typeof weights;
  readonly size?: keyof typeof sizes;
  readonly type?: 'button' | 'submit';
  readonly icon?: ReactNode;
}

export function Button({
  weight = 'secondary',
  size = 'medium',
  type = 'button',
  icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-control whitespace-nowrap transition-colors',
        'disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        weights[weight],
        sizes[size],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}
