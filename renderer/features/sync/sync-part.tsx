// How the sync screen is laid out: parts with a name and a sentence, fields in a grid, switches in a row.

import { type ReactNode, useId } from 'react';
import { Toggle } from '../../ui/toggle.tsx';

interface SyncPartProps {
  readonly title: string;
  readonly text?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function SyncPart({ title, text, actions, children }: SyncPartProps) {
  return (
    <section aria-label={title} className="mb-6 rounded-card border border-line bg-surface p-4 shadow-card">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <h2 className="font-medium">{title}</h2>
          {text !== undefined && <p className="mt-0.5 text-small text-faint">{text}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface SwitchRowProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function SwitchRow({ name, checked, onChange }: SwitchRowProps) {
  const label = useId();
  return (
    <div className="flex min-h-9 items-center justify-between gap-4">
      <span id={label}>{name}</span>
      <Toggle aria-labelledby={label} checked={checked} onChange={onChange} />
    </div>
  );
}
