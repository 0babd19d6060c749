// The head of a screen: its name, a word beside it, and what acts on the whole of it.

import type { ReactNode } from 'react';

interface ScreenTitleProps {
  readonly title: string;
  readonly aside?: string;
  readonly children?: ReactNode;
}

export function ScreenTitle({ title, aside, children }: ScreenTitleProps) {
  return (
    <div className="mb-6 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="text-title font-semibold">{title}</h1>
      {aside !== undefined && <span className="tabular text-muted">{aside}</span>}
      <div className="ml-auto flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
