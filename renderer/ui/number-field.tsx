// A number typed in a box. It stays as typed: a wrong one is explained, never silently corrected.

import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlLook } from './field.tsx';

interface NumberFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> {
  readonly value: string;
  readonly step?: number;
  readonly onType: (value: string) => void;
}

export function NumberField({ value, step = 1, onType, className, placeholder, ...rest }: NumberFieldProps) {
  return (
    <input
      type="text"
      inputMode="numeric"
      value={value}
      placeholder={placeholder}
      onChange={(event) => onType(event.target.value.trim())}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        const from = Number(value === '' ? placeholder : value);
        if (Number.isNaN(from)) return;
        event.preventDefault();
        onType(String(Math.max(0, from + (event.key === 'ArrowUp' ? step : -step))));
      }}
      className={classNames(controlLook, 'tabular h-9 w-full', className)}
      {...rest}
    />
  );
}
