// A box of text that grows with what is written in it, up to a limit, and scrolls from there.

import { type ComponentProps, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names.ts';

interface TextAreaProps extends ComponentProps<'textarea'> {
  readonly maxRows?: number;
}

export function TextArea({ maxRows = 8, className, value, ref, ...rest }: TextAreaProps) {
  const own = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const box = own.current;
    if (box === null) return;
    box.style.height = 'auto';
    const { lineHeight, paddingTop, paddingBottom, borderTopWidth } = getComputedStyle(box);
    const edges = Number.parseFloat(borderTopWidth) * 2;
    const most =
      Number.parseFloat(lineHeight) * maxRows +
      Number.parseFloat(paddingTop) +
      Number.parseFloat(paddingBottom) +
      edges;
    const wanted = box.scrollHeight + edges;
    box.style.height = `${Math.min(wanted, most)}px`;
    box.style.overflowY = wanted > most ? 'auto' : 'hidden';
  }, [value, maxRows]);

  return (
    <textarea
      ref={(box) => {
        own.current = box;
        if (typeof ref === 'function') return ref(box);
        if (ref) ref.current = box;
      }}
      value={value}
      rows={1}
      className={classNames('block w-full resize-none', className)}
      {...rest}
    />
  );
}
