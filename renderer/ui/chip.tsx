// A small fact about something.

import type { ReactNode } from 'react';

export function Chip({ children, title }: { readonly children: ReactNode; readonly title?: string }) {
  return (
    <span
      title={title}
      className="tabular inline-flex h-6 max-w-full items-center gap-1.5 truncate rounded-md bg-soft px-2 text-small text-muted"
    >
      {children}
    </span>
  );
}
