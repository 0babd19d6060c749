// Where short messages stand for a moment; they are read aloud without taking the focus.

import { X } from 'lucide-react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'danger';
  readonly text: string;
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastRegionProps {
  readonly label: string;
  readonly dismissLabel: string;
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: number) => void;
}

export function ToastRegion({ label, dismissLabel, toasts, onDismiss }: ToastRegionProps) {
  return (
    <section
      aria-label={label}
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-40 flex flex-col items-center gap-2"
    >
      <div role="status" className="contents">
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className={classNames(
              'pointer-events-auto flex max-w-lg animate-rise items-center gap-3 rounded-card border bg-raised py-2 pr-2 pl-4 shadow-float',
              toast.tone === 'danger' ? 'border-danger/50' : 'border-line',
            )}
          >
            <div className="min-w-0 py-1">
              <p className={toast.tone === 'danger' ? 'font-medium text-danger' : ''}>{toast.text}</p>
              {toast.detail !== undefined && <p className="text-small text-muted">{toast.detail}</p>}
            </div>
            {toast.action !== undefined && (
              <Button
                size="small"
                onClick={() => {
                  toast.action?.run();
                  onDismiss(toast.id);
                }}
              >
                {toast.action.label}
              </Button>
            )}
            <IconButton size="small" label={dismissLabel} icon={<X />} onClick={() => onDismiss(toast.id)} />
          </div>
        ))}
      </div>
    </section>
  );
}
