// A choice of one among a few, all of them in sight.

import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Drawn instead of the label, which then only names it. */
  readonly drawing?: ReactNode;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly segments: readonly Segment<Value>[];
  readonly onPick: (value: Value) => void;
  readonly size?: 'small' | 'medium';
  readonly className?: string;
}

export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, segments, onPick, size = 'medium', className } = props;
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? ''}
      orientation="horizontal"
      onValueChange={(next) => {
        const picked = segments.find((segment) => segment.value === next);
        if (picked !== undefined) onPick(picked.value);
      }}
      className={classNames('inline-flex shrink-0 rounded-control border border-edge bg-control p-0.5', className)}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          aria-label={segment.label}
          className={classNames(
            'inline-flex items-center justify-center gap-1.5 rounded-md text-muted transition-colors hover:text-ink',
            'data-[state=checked]:bg-accent-quiet data-[state=checked]:text-accent',
            size === 'small' ? 'h-6 px-2 text-small' : 'h-[30px] px-2.5 text-body',
          )}
        >
          {segment.drawing ?? segment.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
