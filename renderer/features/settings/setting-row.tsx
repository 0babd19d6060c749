// How settings are laid out: parts with a name, rows with a control at their end.

import type { ReactNode } from 'react';

export function SettingsPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-2 text-small font-medium text-muted">{title}</h2>
      <div className="divide-y divide-line rounded-card border border-line bg-surface shadow-card">{children}</div>
    </section>
  );
}

interface SettingRowProps {
  readonly name: string;
  readonly text?: string;
  readonly labelId?: string;
  readonly children: ReactNode;
}

export function SettingRow({ name, text, labelId, children }: SettingRowProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p id={labelId}>{name}</p>
        {text !== undefined && <p className="mt-0.5 text-small text-faint">{text}</p>}
      </div>
      {children}
    </div>
  );
}
