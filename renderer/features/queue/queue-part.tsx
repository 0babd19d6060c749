// A part of the queue: its name, and the rows of its jobs. Nothing while it has none.

import type { ReactNode } from 'react';

interface QueuePartProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

export function QueuePart({ title, count, children }: QueuePartProps) {
  if (count === 0) return null;
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-2 text-small font-medium text-muted">{title}</h2>
      <ol className="flex flex-col gap-2">{children}</ol>
    </section>
  );
}
