// A number chosen by dragging, with a box beside it for those who know which they want.

import { Slider as Radix } from 'radix-ui';
import { classNames } from './class-names.ts';
import { controlLook } from './field.tsx';

interface SliderProps {
  readonly id?: string;
  readonly label: string;
  /** As typed; empty shows and means the default. */
  readonly value: string;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onType: (value: string) => void;
  readonly 'aria-invalid'?: boolean;
  readonly 'aria-describedby'?: string | undefined;
}

export function Slider({ id, label, value, fallback, min, max, step, onType, ...described }: SliderProps) {
  const typed = Number(value);
  const shown = value === '' || Number.isNaN(typed) ? fallback : Math.min(max, Math.max(min, typed));
  return (
    <div className="flex items-center gap-3">
      <Radix.Root
        className="relative flex h-9 min-w-0 flex-1 touch-none items-center select-none"
        value={[shown]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => next !== undefined && onType(String(next))}
      >
        <Radix.Track className="relative h-1 w-full rounded-full bg-edge">
          <Radix.Range className="absolute h-full rounded-full bg-accent" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          className="block size-4 rounded-full border-2 border-accent bg-surface transition-transform hover:scale-110"
        />
      </Radix.Root>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        value={value}
        placeholder={String(fallback)}
        onChange={(event) => onType(event.target.value)}
        className={classNames(controlLook, 'tabular h-9 w-16 shrink-0 px-2 text-center')}
        {...described}
      />
    </div>
  );
}
