// One line of text.

import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlLook } from './field.tsx';

export function TextField({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input type="text" spellCheck={false} className={classNames(controlLook, 'h-9 w-full', className)} {...rest} />
  );
}
