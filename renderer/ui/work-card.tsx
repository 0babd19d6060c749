// A card at the edge of the window for work that goes on by itself: how far it is, what went wrong, and what can be done.

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import { ProgressBar } from './progress-bar.tsx';

interface WorkCardProps {
  readonly name: string;
  /** Read aloud whenever it changes. */
  readonly title: string;
  /** Left out when the work has ended. */
  readonly progress?: { readonly fraction: number | null; readonly text: string };
  readonly error: string | null;
  /** What of the work could not be done; `title` counts them all. */
  readonly failures?:
    | {
        readonly title: string;
        readonly items: readonly { readonly key: string; readonly name: string; readonly message: string }[];
        readonly more: string | null;
      }
    | undefined;
  readonly close?: { readonly label: string; readonly run: () => void };
  readonly children?: ReactNode;
}

export function WorkCard({ name, title, progress, error, failures, close, children }: WorkCardProps) {
  return (
    <section
      aria-label={name}
      className="fixed right-4 bottom-4 z-30 flex w-80 max-w-[calc(100vw-2rem)] animate-appear flex-col gap-2 rounded-card border border-line bg-raised p-4 shadow-float"
    >
      <div className="flex items-start gap-2">
        <p role="status" className="min-w-0 flex-1 font-medium">
          {title}
        </p>
        {close !== undefined && <IconButton size="small" label={close.label} icon={<X />} onClick={close.run} />}
      </div>
      {progress !== undefined && (
        <>
          <ProgressBar label={name} fraction={progress.fraction} />
          <p className="tabular text-small text-muted">{progress.text}</p>
        </>
      )}
      {error !== null && <p className="text-small text-danger">{error}</p>}
      {failures !== undefined && (
        <details className="text-small">
          <summary className="cursor-pointer text-danger">{failures.title}</summary>
          <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto text-muted">
            {failures.items.map((item) => (
              <li key={item.key} className="[overflow-wrap:anywhere]">
                <span className="text-ink">{item.name}</span> {item.message}
              </li>
            ))}
            {failures.more !== null && <li>{failures.more}</li>}
          </ul>
        </details>
      )}
      {children}
    </section>
  );
}
